package dev.byok.health;

import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import java.time.Instant;

/**
 * Remembers what attempts have met, per credential, per credential and model, and per endpoint. Own keys' memory belongs to
 * their workspace. Deadlines are absolute and only ever extended. Thread-safe; never blocks.
 */
public interface Health extends HealthView {

    /**
     * Asks for leave to make one attempt, immediately before it. Where a credential or an endpoint is being probed, one
     * attempt at a time has it.
     *
     * @param demand what it is estimated to take of the credential's limits
     */
    Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now);

    /** Takes note of a credential whose secret is another now: what was held against it no longer holds. */
    void secretChanged(String workspace, ProviderKey key);

    /** Forgets what is about nobody in this policy. Costs a walk over the whole memory: for when a policy comes into force. */
    default void retainOnly(PolicySnapshot policy) {}

    /** Returns what is known now, for somebody to read; not meant for the path of a request. */
    default HealthReport report(Instant now) {
        return HealthReport.NOTHING;
    }
}
