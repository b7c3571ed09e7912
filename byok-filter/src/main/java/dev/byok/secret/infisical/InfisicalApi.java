package dev.byok.secret.infisical;

import dev.byok.secret.Secret;
import dev.byok.secret.StoreRequests;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Infisical's HTTP API. Bodies pass as bytes, since RestClient writes into its log what it converts, and no answer becomes an
 * exception, which would quote it.
 */
public final class InfisicalApi {

    private static final int MAX_BYTES = 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RestClient client;

    /**
     * Where Infisical is.
     *
     * @param site of a cloud's region or an installation of one's own, with or without the {@code /api} that its API is below
     * @param readTimeout for a whole request and its answer
     * @param ssl null for the JVM's own
     */
    public record Address(
            URI site,
            Duration connectTimeout,
            Duration readTimeout,
            @Nullable SSLContext ssl) {}

    public InfisicalApi(Address address) {
        client = RestClient.builder()
                .baseUrl(address.site().toString().replaceFirst("(?:/api)?/*$", ""))
                .requestFactory(StoreRequests.within(address.connectTimeout(), address.readTimeout(), address.ssl()))
                .defaultHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
                .build();
    }

    /** @throws org.springframework.web.client.RestClientException where no answer came */
    InfisicalAnswer post(String path, Map<String, String> fields) {
        return answer(
                client.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(fields)));
    }

    /**
     * As {@link #post}, with an access token.
     *
     * @param path with the names of variables in braces
     */
    InfisicalAnswer get(String path, Map<String, String> variables, Secret token) {
        return answer(client.get().uri(path, variables).header(HttpHeaders.AUTHORIZATION, token.authorization()));
    }

    private static InfisicalAnswer answer(RestClient.RequestHeadersSpec<?> request) {
        return request.exchangeForRequiredValue((sent, response) -> read(response));
    }

    private static InfisicalAnswer read(ClientHttpResponse response) throws IOException {
        return InfisicalAnswer.of(
                response.getStatusCode().value(), response.getBody().readNBytes(MAX_BYTES));
    }
}
