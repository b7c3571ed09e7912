package dev.byok.secret.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.byok.secret.ReadLimits;
import dev.byok.secret.WireLog;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Makes Google's client so that it speaks REST, for which the JDK's own HTTP client does. */
public final class GcpClients {

    private GcpClients() {}

    /**
     * Makes a client; may block, where credentials have to be found.
     *
     * @param endpoint another than Google's; null or blank for that
     * @param credentials null for the application default credentials
     * @return owned by the caller
     * @throws IOException if there are no credentials
     */
    public static SecretManagerServiceClient create(
            @Nullable String endpoint, @Nullable CredentialsProvider credentials) throws IOException {
        return create(endpoint, credentials, ReadLimits.DEFAULT);
    }

    static SecretManagerServiceClient create(
            @Nullable String endpoint, @Nullable CredentialsProvider credentials, ReadLimits limits)
            throws IOException {
        WireLog.keepOut(HttpTransport.class.getName());
        WireLog.keepOut(WireLog.URL_CONNECTION);
        SecretManagerServiceSettings.Builder settings = SecretManagerServiceSettings.newHttpJsonBuilder();
        settings.accessSecretVersionSettings().setRetrySettings(retries(limits));
        if (StringUtils.hasText(endpoint)) {
            settings.setEndpoint(endpoint);
        }
        if (credentials != null) {
            settings.setCredentialsProvider(credentials);
        }
        return SecretManagerServiceClient.create(settings.build());
    }

    private static RetrySettings retries(ReadLimits limits) {
        return RetrySettings.newBuilder()
                .setTotalTimeoutDuration(limits.whole())
                .setInitialRpcTimeoutDuration(limits.attempt())
                .setMaxRpcTimeoutDuration(limits.attempt())
                .setRpcTimeoutMultiplier(1)
                .setInitialRetryDelayDuration(Duration.ofMillis(200))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(1))
                .setMaxAttempts(3)
                .build();
    }
}
