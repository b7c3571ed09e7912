package dev.byok.health;

import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import dev.byok.revocation.Revocations;
import java.time.Instant;

/** Health as one caller's request sees it: nothing that an operator has switched off gets leave for an attempt. */
public final class RevocableHealth implements Health {

    private final Health health;
    private final Revocations revocations;
    private final Caller caller;

    public RevocableHealth(Health health, Revocations revocations, Caller caller) {
        this.health = health;
        this.revocations = revocations;
        this.caller = caller;
    }

    /** Returns a view that knows of revocations alone. */
    public static HealthView regardlessOfHealth(Revocations revocations, Caller caller) {
        return new HealthView() {
            @Override
            public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
                return Standing.READY;
            }

            @Override
            public boolean isRevoked(String workspace, ProviderKey key) {
                return revocations.coverAttempt(caller, key);
            }
        };
    }

    @Override
    public boolean isRevoked(String workspace, ProviderKey key) {
        return revocations.coverAttempt(caller, key);
    }

    @Override
    public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        return isRevoked(workspace, key) ? Standing.REVOKED : health.standing(workspace, key, endpoint, now);
    }

    @Override
    public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
        return health.isTroubled(workspace, endpoint, now);
    }

    @Override
    public boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return health.carries(workspace, key, endpoint, demand, now);
    }

    @Override
    public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return isRevoked(workspace, key)
                ? new Admission.Refused(Standing.REVOKED)
                : health.admit(workspace, key, endpoint, demand, now);
    }

    @Override
    public void secretChanged(String workspace, ProviderKey key) {
        health.secretChanged(workspace, key);
    }

    @Override
    public void retainOnly(PolicySnapshot policy) {
        health.retainOnly(policy);
    }

    @Override
    public HealthReport report(Instant now) {
        return health.report(now);
    }
}
