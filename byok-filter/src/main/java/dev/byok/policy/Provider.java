package dev.byok.policy;

import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import dev.byok.secret.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An upstream account type.
 *
 * @param preset what is built in about this kind of provider
 * @param baseUrl without a trailing slash; operations' paths are appended to its path, a query stays behind them
 * @param auth how its credential travels
 * @param deployments the deployments it has, each with a URL of its own below the base URL; empty where the body alone names
 *     the model
 * @param dataPolicy what it does with the content of requests
 * @param dialect what it speaks
 */
public record Provider(
        String name,
        ProviderPreset preset,
        URI baseUrl,
        AuthScheme auth,
        Timeouts timeouts,
        SourceLocation location,
        Set<String> deployments,
        DataPolicy dataPolicy,
        Dialect dialect) {

    /** How a credential travels to a provider. */
    public enum AuthScheme {
        /** {@code Authorization: Bearer}. */
        BEARER("bearer"),
        /** {@code api-key}, without {@code Authorization}. */
        API_KEY("api-key"),
        /** {@code x-api-key}, without {@code Authorization}. */
        X_API_KEY("x-api-key"),
        /** The provider's keys have no secret. */
        NONE("none");

        private final String text;

        AuthScheme(String text) {
            this.text = text;
        }

        /** Returns the name used in the policy. */
        public String text() {
            return text;
        }

        /** Sets the header, if any, that a request carries the credential in; by name and value. */
        public void authorize(Secret secret, BiConsumer<String, String> header) {
            switch (this) {
                case BEARER -> header.accept("Authorization", secret.authorization());
                case API_KEY -> header.accept("api-key", secret.apiKey());
                case X_API_KEY -> header.accept("x-api-key", secret.apiKey());
                case NONE -> {}
            }
        }

        /** Returns the scheme of this name, or null. */
        public static @Nullable AuthScheme byText(String text) {
            for (AuthScheme scheme : values()) {
                if (scheme.text.equals(text)) {
                    return scheme;
                }
            }
            return null;
        }
    }

    public Provider {
        deployments = Set.copyOf(deployments);
    }

    /** A provider that speaks what its kind does. */
    public Provider(
            String name,
            ProviderPreset preset,
            URI baseUrl,
            AuthScheme auth,
            Timeouts timeouts,
            SourceLocation location,
            Set<String> deployments,
            DataPolicy dataPolicy) {
        this(name, preset, baseUrl, auth, timeouts, location, deployments, dataPolicy, preset.dialect());
    }

    /** A provider whose models are named by the body alone, and of whose data policy nothing is said. */
    public Provider(
            String name,
            ProviderPreset preset,
            URI baseUrl,
            AuthScheme auth,
            Timeouts timeouts,
            SourceLocation location) {
        this(name, preset, baseUrl, auth, timeouts, location, Set.of(), DataPolicy.UNKNOWN);
    }

    /** Returns what OpenRouter's display names and slugs have in common: no upper case, and {@code -} for a space. */
    public static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** Returns the provider as it serves one of its deployments; itself where it has none. */
    public Provider serving(String deployment) {
        if (deployments.isEmpty()) {
            return this;
        }
        URI own = below("/deployments/" + deployment);
        return new Provider(name, preset, own, auth, timeouts, location, deployments, dataPolicy, dialect);
    }

    /**
     * Returns the address of something below the base URL, whose query stays behind it.
     *
     * @param path with a slash in front
     */
    public URI below(String path) {
        String query = baseUrl.getRawQuery() == null ? "" : "?" + baseUrl.getRawQuery();
        String base = baseUrl.toString();
        return URI.create(base.substring(0, base.length() - query.length()) + path + query);
    }
}
