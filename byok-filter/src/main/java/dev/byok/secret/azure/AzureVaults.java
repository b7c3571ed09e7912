package dev.byok.secret.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretAsyncClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The vaults that references name, each with a client made when it is first asked; they have one HTTP client and one
 * credential in common. Clients of vaults hold no resources of their own, so there is nothing to close. Thread-safe.
 */
public final class AzureVaults {

    private final String suffix;
    private final Supplier<HttpClient> transport;
    private final Supplier<TokenCredential> credential;
    private final Map<String, SecretAsyncClient> clients = new ConcurrentHashMap<>();

    /**
     * @param suffix what stands after a vault's name in its host, as in {@code vault.azure.net}
     * @param transport asked when a vault is first named
     * @param credential likewise
     */
    public AzureVaults(String suffix, Supplier<HttpClient> transport, Supplier<TokenCredential> credential) {
        this.suffix = suffix;
        this.transport = transport;
        this.credential = credential;
    }

    String host(String vault) {
        return vault + "." + suffix;
    }

    SecretAsyncClient client(String vault) {
        return clients.computeIfAbsent(vault, this::open);
    }

    private SecretAsyncClient open(String vault) {
        return new SecretClientBuilder()
                .vaultUrl("https://" + host(vault))
                .credential(credential.get())
                .httpClient(transport.get())
                .retryOptions(retries())
                .addPolicy(AzureVaults::withoutLength)
                .buildAsyncClient();
    }

    /** A request without a body has no length, but the client gives it one, which the JDK's refuses with a warning each time. */
    private static Mono<HttpResponse> withoutLength(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
        call.getHttpRequest().getHeaders().remove(HttpHeaderName.CONTENT_LENGTH);
        return next.process();
    }

    private static RetryOptions retries() {
        return new RetryOptions(new ExponentialBackoffOptions()
                .setMaxRetries(2)
                .setBaseDelay(Duration.ofMillis(200))
                .setMaxDelay(Duration.ofSeconds(1)));
    }
}
