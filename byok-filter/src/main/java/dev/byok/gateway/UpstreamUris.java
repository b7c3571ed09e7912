package dev.byok.gateway;

import dev.byok.policy.Provider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where each operation lives at each provider; nothing of a request is part of it. */
final class UpstreamUris {

    private final Map<URI, Map<ApiOperation, URI>> byBaseUrl = new ConcurrentHashMap<>();

    URI uri(Provider provider, ApiOperation operation) {
        Map<ApiOperation, URI> uris = byBaseUrl.get(provider.baseUrl());
        if (uris == null) {
            uris = byBaseUrl.computeIfAbsent(provider.baseUrl(), first -> all(provider));
        }
        URI uri = uris.get(operation);
        if (uri == null) {
            throw new IllegalStateException("no address for " + operation);
        }
        return uri;
    }

    private static Map<ApiOperation, URI> all(Provider provider) {
        Map<ApiOperation, URI> uris = new EnumMap<>(ApiOperation.class);
        for (ApiOperation operation : ApiOperation.values()) {
            uris.put(operation, provider.below(operation.path()));
        }
        return uris;
    }
}
