package dev.byok.secret.vault;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.vault.client.SimpleVaultEndpointProvider;
import org.springframework.vault.client.VaultClients;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.web.client.RequestCallback;
import org.springframework.web.client.RestTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends logins. RestTemplate writes the bodies of requests into its log at {@code DEBUG}, and those of logins are secrets:
 * here they are bytes before it comes to that. By RestClient, which logs none, Spring Vault 4.0 sends logins without a body.
 */
final class QuietTemplate extends RestTemplate {

    private static final JsonMapper JSON = JsonMapper.shared();

    QuietTemplate(VaultEndpoint vault, @Nullable String namespace, ClientHttpRequestFactory requests) {
        super(requests);
        setUriTemplateHandler(VaultClients.createUriBuilderFactory(SimpleVaultEndpointProvider.of(vault)));
        if (namespace != null) {
            getInterceptors().add(VaultClients.createNamespaceInterceptor(namespace));
        }
    }

    @Override
    public <T> RequestCallback httpEntityCallback(@Nullable Object request, Type responseType) {
        return super.httpEntityCallback(asBytes(request), responseType);
    }

    private static @Nullable Object asBytes(@Nullable Object request) {
        HttpHeaders headers = new HttpHeaders();
        Object body = request;
        if (request instanceof HttpEntity<?> entity) {
            headers.putAll(entity.getHeaders());
            body = entity.getBody();
        }
        if (!(body instanceof Map<?, ?> fields)) {
            return request;
        }
        headers.setContentType(MediaType.APPLICATION_JSON);
        return new HttpEntity<>(JSON.writeValueAsBytes(fields), headers);
    }
}
