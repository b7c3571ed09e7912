package dev.byok.simulation;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.HealthReport;
import dev.byok.health.InMemoryHealth;
import dev.byok.health.Standing;
import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import java.time.Instant;

/** Health in which the simulated keys of one request begin healthy and have a memory of their own. */
final class SimulatedHealth implements Health {

    private final Health real;
    private final Simulation simulation;
    private final Health ofThisRequest = new InMemoryHealth();

    SimulatedHealth(Health real, Simulation simulation) {
        this.real = real;
        this.simulation = simulation;
    }

    private Health of(ProviderKey key) {
        return simulation.covers(key) ? ofThisRequest : real;
    }

    @Override
    public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        return of(key).standing(workspace, key, endpoint, now);
    }

    @Override
    public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
        return real.isTroubled(workspace, endpoint, now);
    }

    @Override
    public boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return of(key).carries(workspace, key, endpoint, demand, now);
    }

    @Override
    public boolean isRevoked(String workspace, ProviderKey key) {
        return real.isRevoked(workspace, key);
    }

    @Override
    public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return of(key).admit(workspace, key, endpoint, demand, now);
    }

    @Override
    public void secretChanged(String workspace, ProviderKey key) {
        of(key).secretChanged(workspace, key);
    }

    @Override
    public void retainOnly(PolicySnapshot policy) {
        real.retainOnly(policy);
    }

    @Override
    public HealthReport report(Instant now) {
        return real.report(now);
    }
}
