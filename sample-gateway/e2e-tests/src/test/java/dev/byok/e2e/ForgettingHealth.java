package dev.byok.e2e;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.HealthReport;
import dev.byok.health.InMemoryHealth;
import dev.byok.health.Permit;
import dev.byok.health.Standing;
import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway's health that can be told to forget, so that one test's failures do not keep keys from the next one. */
final class ForgettingHealth implements Health {

    private volatile Health health = new InMemoryHealth();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean off;

    void forget() {
        health = new InMemoryHealth();
    }

    /** Returns how often a plan has looked at a key since this was asked last. */
    int takeLooks() {
        return looks.getAndSet(0);
    }

    /** From now on nothing is remembered. */
    void switchOff() {
        off = true;
    }

    @Override
    public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        looks.incrementAndGet();
        return off ? Standing.READY : health.standing(workspace, key, endpoint, now);
    }

    @Override
    public boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return off || health.carries(workspace, key, endpoint, demand, now);
    }

    @Override
    public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
        return !off && health.isTroubled(workspace, endpoint, now);
    }

    @Override
    public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return off ? new Admission.Granted(Permit.NONE) : health.admit(workspace, key, endpoint, demand, now);
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
