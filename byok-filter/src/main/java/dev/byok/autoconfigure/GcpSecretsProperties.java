package dev.byok.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where Google Secret Manager is asked, where the host has no client of its own for it. */
@ConfigurationProperties(ByokProperties.PREFIX + ".secrets.gcp")
public class GcpSecretsProperties {

    /** Another endpoint than secretmanager.googleapis.com, as host and port, such as that of a region. */
    private @Nullable String endpoint;

    public @Nullable String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(@Nullable String endpoint) {
        this.endpoint = endpoint;
    }
}
