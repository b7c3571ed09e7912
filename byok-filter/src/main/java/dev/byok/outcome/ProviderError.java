package dev.byok.outcome;

import org.jspecify.annotations.Nullable;

/**
 * The readable part of a provider's error body. Texts are the provider's own and unscrubbed: it may echo parts of a
 * credential.
 */
public record ProviderError(
        @Nullable String message,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param) {

    public static final ProviderError NONE = new ProviderError(null, null, null, null);
}
