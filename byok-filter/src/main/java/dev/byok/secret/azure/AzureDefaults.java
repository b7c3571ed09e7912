package dev.byok.secret.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.byok.secret.ReadLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Mono;

/** What is used where the host brings nothing of its own. */
public final class AzureDefaults {

    private AzureDefaults() {}

    /** Returns the JDK's HTTP client where Azure's adapter for it is, else the one that Azure finds on the class path. */
    public static HttpClient transport() {
        return isPresent("com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder")
                ? new JdkHttpClientBuilder()
                        .connectionTimeout(ReadLimits.DEFAULT.connect())
                        .responseTimeout(ReadLimits.DEFAULT.attempt())
                        .readTimeout(ReadLimits.DEFAULT.attempt())
                        .build()
                : HttpClient.createDefault();
    }

    /**
     * Returns Azure's default chain: environment, workload identity, managed identity, tools of a developer. Without the
     * library {@code azure-identity} one that never has a token.
     *
     * @param transport by which tokens are fetched
     * @param authorityHost who gives tokens, other than the public cloud's; null or blank for that
     */
    public static TokenCredential credential(HttpClient transport, @Nullable String authorityHost) {
        if (!isPresent("com.azure.identity.DefaultAzureCredentialBuilder")) {
            return request -> Mono.error(() -> new ClientAuthenticationException("azure-identity is missing", null));
        }
        DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder().httpClient(transport);
        if (StringUtils.hasText(authorityHost)) {
            builder.authorityHost(authorityHost);
        }
        return builder.build();
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, AzureDefaults.class.getClassLoader());
    }
}
