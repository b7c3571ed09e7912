package dev.byok.autoconfigure;

import dev.byok.secret.SecretAges;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** How secrets are kept and where their managers are; which there are is in the policy. */
@ConfigurationProperties(ByokSecretsProperties.PREFIX)
public class ByokSecretsProperties {

    public static final String PREFIX = ByokProperties.PREFIX + ".secrets";

    /** By when a secret has been read again, in the background. */
    private Duration maxAge = SecretAges.DEFAULT.maxAge();

    /** How long a secret that cannot be read again stays in use. */
    private Duration maxStale = SecretAges.DEFAULT.maxStale();

    @NestedConfigurationProperty
    private final ByokVaultProperties vault = new ByokVaultProperties();

    @NestedConfigurationProperty
    private final ByokInfisicalProperties infisical = new ByokInfisicalProperties();

    private final Cipher cipher = new Cipher();

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

    public ByokInfisicalProperties getInfisical() {
        return infisical;
    }

    public Cipher getCipher() {
        return cipher;
    }

    /** @throws IllegalArgumentException where the two do not fit; the message names the property */
    SecretAges ages() {
        try {
            return new SecretAges(maxAge, maxStale);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + "." + e.getMessage(), e);
        }
    }

    /** The key of the values that stand in the policy itself, encrypted. */
    public static class Cipher {

        /** Where the key is kept: file:/path, file:/path#field or env:BYOK_NAME. */
        private @Nullable String key;

        public @Nullable String getKey() {
            return key;
        }

        public void setKey(@Nullable String key) {
            this.key = key;
        }
    }
}
