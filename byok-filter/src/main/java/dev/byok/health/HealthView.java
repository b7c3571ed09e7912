package dev.byok.health;

import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import java.time.Instant;

/** What a plan may know of health. */
public interface HealthView {

    /** Returns whether an attempt could be made at this time. */
    Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now);

    /**
     * Returns whether what the provider said is left of a credential's limits carries a request.
     *
     * @param demand what the request is estimated to take
     */
    default boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return true;
    }

    /**
     * Returns whether an endpoint is out, or was within the last 30 s, by what was met with keys of this workspace or with the
     * operator's. It may be used all the same where nothing else is in the way.
     */
    default boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
        return false;
    }

    /** Returns whether an operator has switched off what a request would use with this credential. */
    default boolean isRevoked(String workspace, ProviderKey key) {
        return false;
    }
}
