package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where each operation lives at each provider; nothing of a request is part of it. What one policy names is kept until a
 * request lives with another, so that addresses of models that are gone do not stay.
 */
final class UpstreamUris {

    private volatile @Nullable OfPolicy latest;

    /**
     * Returns where an operation lives.
     *
     * @param policy which names the provider and the model
     * @param model the model's name in the provider's own words
     */
    @SuppressWarnings("ReferenceEquality") // whatever two policies say, they are not in force at the same time
    URI uri(PolicySnapshot policy, Provider provider, ApiOperation operation, String model, boolean stream) {
        OfPolicy known = latest;
        if (known == null || known.policy != policy) {
            // While the last requests of a policy end this happens more than once, which costs some addresses.
            known = new OfPolicy(policy);
            latest = known;
        }
        UpstreamDialect dialect = UpstreamDialects.of(provider.dialect(), operation);
        return dialect == null ? known.uri(provider, operation) : known.uri(provider, dialect.path(model, stream));
    }

    /** The addresses that one policy names. */
    private static final class OfPolicy {

        private final PolicySnapshot policy;
        private final Map<URI, Map<ApiOperation, URI>> byOperation = new ConcurrentHashMap<>();
        private final Map<URI, Map<String, URI>> byPath = new ConcurrentHashMap<>();

        OfPolicy(PolicySnapshot policy) {
            this.policy = policy;
        }

        private URI uri(Provider provider, ApiOperation operation) {
            Map<ApiOperation, URI> uris = byOperation.get(provider.baseUrl());
            if (uris == null) {
                uris = byOperation.computeIfAbsent(provider.baseUrl(), first -> all(provider));
            }
            URI uri = uris.get(operation);
            if (uri == null) {
                throw new IllegalStateException("no address for " + operation);
            }
            return uri;
        }

        private URI uri(Provider provider, String path) {
            Map<String, URI> uris = byPath.get(provider.baseUrl());
            if (uris == null) {
                uris = byPath.computeIfAbsent(provider.baseUrl(), first -> new ConcurrentHashMap<>());
            }
            URI uri = uris.get(path);
            return uri == null ? uris.computeIfAbsent(path, provider::below) : uri;
        }
    }

    private static Map<ApiOperation, URI> all(Provider provider) {
        Map<ApiOperation, URI> uris = new EnumMap<>(ApiOperation.class);
        for (ApiOperation operation : ApiOperation.values()) {
            uris.put(operation, provider.below(operation.path()));
        }
        uris.put(ApiOperation.MESSAGES, provider.below(ApiOperation.CHAT_COMPLETIONS.path()));
        return uris;
    }
}
