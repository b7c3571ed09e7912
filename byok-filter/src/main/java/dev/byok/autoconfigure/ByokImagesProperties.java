package dev.byok.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** How images are fetched that the policy lets be fetched. */
@ConfigurationProperties(ByokImagesProperties.PREFIX)
public class ByokImagesProperties {

    public static final String PREFIX = ByokProperties.PREFIX + ".images";

    /** The host's SSL bundle to trust; without one what the JVM trusts. */
    private @Nullable String sslBundle;

    public @Nullable String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(@Nullable String sslBundle) {
        this.sslBundle = sslBundle;
    }
}
