package dev.byok.plan;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.Permit;
import dev.byok.health.Standing;
import dev.byok.outcome.OutcomeClass;
import dev.byok.plan.PlainCase.PlainHealth;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import java.time.Instant;
import java.util.Locale;

/** The health of a {@link PlainCase}: it changes with the time alone, whatever attempts meet. */
record CaseHealth(PlainCase plain, Instant start) implements Health {

    @Override
    public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        PlainHealth health = of(key, endpoint);
        Instant until = start.plusSeconds(health.freeIn());
        return until.isAfter(now)
                ? new Standing(OutcomeClass.valueOf(health.why().toUpperCase(Locale.ROOT)), until)
                : Standing.READY;
    }

    @Override
    public boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        return of(key, endpoint).carries();
    }

    @Override
    public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
        return plain.ranking().troubled().contains(endpoint.provider().name() + " " + endpoint.upstreamModel());
    }

    @Override
    public boolean isRevoked(String workspace, ProviderKey key) {
        return plain.revoked().contains(key.name());
    }

    @Override
    public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        Standing standing = standing(workspace, key, endpoint, now);
        return standing.ready() ? new Admission.Granted(Permit.NONE) : new Admission.Refused(standing);
    }

    @Override
    public void secretChanged(String workspace, ProviderKey key) {}

    private PlainHealth of(ProviderKey key, Endpoint endpoint) {
        return plain.health().getOrDefault(key.name() + " " + endpoint.upstreamModel(), PlainHealth.GOOD);
    }
}
