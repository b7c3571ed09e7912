package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.policy.Provider;
import dev.byok.provider.Dialect;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where each operation lives at each provider; nothing of a request is part of it. */
final class UpstreamUris {

    private final Map<Dialect, Map<URI, Map<ApiOperation, URI>>> byDialect = new EnumMap<>(Dialect.class);

    UpstreamUris() {
        for (Dialect dialect : Dialect.values()) {
            byDialect.put(dialect, new ConcurrentHashMap<>());
        }
    }

    URI uri(Provider provider, ApiOperation operation) {
        Map<URI, Map<ApiOperation, URI>> byBaseUrl = byDialect.getOrDefault(provider.dialect(), Map.of());
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
        UpstreamDialect dialect = UpstreamDialects.of(provider.dialect());
        String chat = dialect == null ? ApiOperation.CHAT_COMPLETIONS.path() : dialect.path();
        uris.put(ApiOperation.CHAT_COMPLETIONS, provider.below(chat));
        uris.put(ApiOperation.MESSAGES, provider.below(chat));
        return uris;
    }
}
