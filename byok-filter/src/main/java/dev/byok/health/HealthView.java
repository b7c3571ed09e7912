package dev.byok.health;

import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import java.time.Instant;

/** What a plan may know of health. */
public interface HealthView {

    /** Knows nothing against anybody. */
    HealthView UNKNOWN = (workspace, key, endpoint, now) -> Standing.READY;

    /** Returns whether an attempt could be made at this time. */
    Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now);

    /**
     * Returns whether what the provider said is left of a credential's limits carries a request.
     *
     * @param tokens what the request is estimated to need
     */
    default boolean carries(String workspace, ProviderKey key, Endpoint endpoint, int tokens, Instant now) {
        return true;
    }

    /** Returns whether an operator has switched off what a request would use with this credential. */
    default boolean isRevoked(String workspace, ProviderKey key) {
        return false;
    }
}
