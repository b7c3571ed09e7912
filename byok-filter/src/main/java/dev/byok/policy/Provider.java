package dev.byok.policy;

import dev.byok.provider.AwsRegion;
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
 * @param awsRegion where in AWS it is; null for those that are not there
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
        Dialect dialect,
        @Nullable AwsRegion awsRegion) {

    /** How a credential travels to a provider. */
    public enum AuthScheme {
        /** {@code Authorization: Bearer}. */
        BEARER("bearer"),
        /** {@code api-key}, without {@code Authorization}. */
        API_KEY("api-key"),
        /** {@code x-api-key}, without {@code Authorization}. */
        X_API_KEY("x-api-key"),
        /** {@code api-key} and {@code x-api-key} both, without {@code Authorization}. */
        AZURE_API_KEY("azure-api-key"),
        /**
         * A Bedrock API key as a bearer, or AWS credentials by which each request is signed, as the secret holds: see {@link
         * #signs}.
         */
        AWS("aws"),
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

        /**
         * Sets the header, if any, that a request carries the credential in; by name and value. Not for a secret that {@link
         * #signs}.
         */
        public void authorize(Secret secret, BiConsumer<String, String> header) {
            switch (this) {
                case BEARER, AWS -> header.accept("Authorization", secret.authorization());
                case API_KEY -> header.accept("api-key", secret.apiKey());
                case X_API_KEY -> header.accept("x-api-key", secret.apiKey());
                case AZURE_API_KEY -> {
                    header.accept("api-key", secret.apiKey());
                    header.accept("x-api-key", secret.apiKey());
                }
                case NONE -> {}
            }
        }

        /** Returns whether a request is not to carry this secret, but a signature made with it. */
        public boolean signs(Secret secret) {
            return this == AWS && secret.apiKey().stripLeading().startsWith("{");
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

    /** A provider that is not in AWS. */
    public Provider(
            String name,
            ProviderPreset preset,
            URI baseUrl,
            AuthScheme auth,
            Timeouts timeouts,
            SourceLocation location,
            Set<String> deployments,
            DataPolicy dataPolicy,
            Dialect dialect) {
        this(name, preset, baseUrl, auth, timeouts, location, deployments, dataPolicy, dialect, null);
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

    /** Returns the provider as it serves one model: where its deployment is, or the region of its ARN. */
    public Provider serving(String model) {
        AwsRegion region = awsRegion;
        if (region != null) {
            AwsRegion ofArn = AwsRegion.ofArn(model);
            return ofArn == null || ofArn.equals(region) ? this : in(region, ofArn);
        }
        return deployments.isEmpty() ? this : at(below("/deployments/" + model), null);
    }

    /**
     * Returns the name by which it is known what a model takes: its own, or its slug, in the form of Bedrock's ids,
     * where that is an ARN of a kind that an account names as it likes, as that of an application inference profile.
     */
    public String knownAs(String model, String slug) {
        boolean telling = !model.startsWith("arn:")
                || model.contains(":inference-profile/")
                || model.contains(":foundation-model/")
                || model.contains(":default-prompt-router/");
        return telling || dialect != Dialect.BEDROCK_CONVERSE
                ? model
                : slug.replace("meta-llama/", "meta.")
                        .replace("mistralai/", "mistral.")
                        .replace('/', '.');
    }

    /** A base URL of the policy's own holds, whatever an ARN says. */
    private Provider in(AwsRegion said, AwsRegion ofArn) {
        URI url = ofArn.baseUrl(preset, dialect);
        return url != null && baseUrl.equals(said.baseUrl(preset, dialect)) ? at(url, ofArn) : this;
    }

    private Provider at(URI url, @Nullable AwsRegion region) {
        return new Provider(name, preset, url, auth, timeouts, location, deployments, dataPolicy, dialect, region);
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
