package dev.byok.autoconfigure;

import dev.byok.secret.SecretAges;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** How secrets are kept and where their managers are; which there are is in the policy. */
@ConfigurationProperties(ByokSecretsProperties.PREFIX)
public class ByokSecretsProperties {

    public static final String PREFIX = ByokProperties.PREFIX + ".secrets";

    /** By when a secret has been read again, in the background. */
    private Duration maxAge = SecretAges.DEFAULT.maxAge();

    /** How long a secret that cannot be read again stays in use. */
    private Duration maxStale = SecretAges.DEFAULT.maxStale();

    private final ByokVaultProperties vault = new ByokVaultProperties();

    public Duration getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(Duration maxAge) {
        this.maxAge = maxAge;
    }

    public Duration getMaxStale() {
        return maxStale;
    }

    public void setMaxStale(Duration maxStale) {
        this.maxStale = maxStale;
    }

    public ByokVaultProperties getVault() {
        return vault;
    }

    /** @throws IllegalArgumentException where the two do not fit; the message names the property */
    SecretAges ages() {
        try {
            return new SecretAges(maxAge, maxStale);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + "." + e.getMessage(), e);
        }
    }
}
