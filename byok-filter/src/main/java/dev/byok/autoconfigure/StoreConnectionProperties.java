package dev.byok.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a connection of ours to a secret manager is made. */
public abstract class StoreConnectionProperties {

    /** The host's SSL bundle to trust; without one what the JVM trusts. */
    private @Nullable String sslBundle;

    /** How long it may take until a connection stands. */
    private Duration connectTimeout = Duration.ofSeconds(2);

    /** How long the store may take to answer. */
    private Duration readTimeout = Duration.ofSeconds(4);

    public @Nullable String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(@Nullable String sslBundle) {
        this.sslBundle = sslBundle;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getReadTimeout() {
        return readTimeout;
    }

    public void setReadTimeout(Duration readTimeout) {
        this.readTimeout = readTimeout;
    }
}
