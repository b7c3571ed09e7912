package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.policy.Provider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where each operation lives at each provider; nothing of a request is part of it. */
final class UpstreamUris {

    private final Map<URI, Map<ApiOperation, URI>> byOperation = new ConcurrentHashMap<>();
    private final Map<URI, Map<String, URI>> byPath = new ConcurrentHashMap<>();

    /**
     * Returns where an operation lives.
     *
     * @param model the model's name in the provider's own words
     */
    URI uri(Provider provider, ApiOperation operation, String model, boolean stream) {
        UpstreamDialect dialect = UpstreamDialects.of(provider.dialect(), operation);
        return dialect == null ? uri(provider, operation) : uri(provider, dialect.path(model, stream));
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

    private static Map<ApiOperation, URI> all(Provider provider) {
        Map<ApiOperation, URI> uris = new EnumMap<>(ApiOperation.class);
        for (ApiOperation operation : ApiOperation.values()) {
            uris.put(operation, provider.below(operation.path()));
        }
        uris.put(ApiOperation.MESSAGES, provider.below(ApiOperation.CHAT_COMPLETIONS.path()));
        return uris;
    }
}
