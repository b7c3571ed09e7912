package dev.byok.secret;

import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/** The HTTP requests of those clients of secret managers that block. */
public final class StoreRequests {

    private StoreRequests() {}

    /**
     * Returns requests by the JDK's client, which follow no redirect: it could lead a credential to somebody else.
     *
     * @param read for a whole request and its answer
     * @param ssl null for the JVM's own
     */
    public static ClientHttpRequestFactory within(Duration connect, Duration read, @Nullable SSLContext ssl) {
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect);
        if (ssl != null) {
            http.sslContext(ssl);
        }
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http.build());
        requests.setReadTimeout(read);
        return requests;
    }
}
