package dev.byok.policy;

import dev.byok.provider.ProviderPreset;
import java.net.URI;

/**
 * An upstream account type.
 *
 * @param preset what is built in about this kind of provider
 * @param baseUrl without a trailing slash; endpoints' paths are appended
 * @param auth how its credential travels
 */
public record Provider(
        String name, ProviderPreset preset, URI baseUrl, AuthScheme auth, Timeouts timeouts, SourceLocation location) {

    /** How a credential travels to a provider. */
    public enum AuthScheme {
        /** {@code Authorization: Bearer}. */
        BEARER,
        /** The provider's keys have no secret. */
        NONE
    }
}
