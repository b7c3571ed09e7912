package dev.byok.health;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.OnFailure;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.provider.ProviderPreset;
import dev.byok.quota.Demand;
import dev.byok.quota.Metered;
import dev.byok.quota.Quota;
import dev.byok.quota.Remaining;
import dev.byok.secret.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Health without jitter, and a clock in seconds that stands still until it is set. */
final class Trial {

    static final String ACME = "acme";

    /** What each attempt takes. */
    static final Demand DEMAND = Demand.ofRequest(60, 40);

    private static final Instant ZERO = Instant.parse("2026-11-05T12:00:00Z");
    private static final SourceLocation HERE = new SourceLocation("test", 1);

    final InMemoryHealth health = new InMemoryHealth(() -> 0);
    private Instant now = ZERO;

    /** Sets the time, in seconds from the beginning. */
    Trial at(double seconds) {
        now = ZERO.plusMillis(Math.round(seconds * 1000));
        return this;
    }

    Instant time(double seconds) {
        return ZERO.plusMillis(Math.round(seconds * 1000));
    }

    HealthReport report() {
        return health.report(now);
    }

    static ProviderKey key(String name, Tier tier) {
        return new ProviderKey(
                name,
                "openai",
                tier,
                0,
                null,
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                HERE);
    }

    /** Returns the key of that name whose secret is kept in this place. */
    static ProviderKey keptIn(String location, ProviderKey key) {
        return new ProviderKey(
                key.name(),
                key.provider(),
                key.tier(),
                0,
                new SecretReference("file", location, null),
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                HERE);
    }

    static Endpoint endpoint(String model) {
        Provider provider = new Provider(
                "openai",
                ProviderPreset.OPENAI,
                URI.create("http://openai.test"),
                Provider.AuthScheme.NONE,
                Timeouts.NONE,
                HERE);
        return new Endpoint(provider, model, null, HERE);
    }

    static Outcome outcome(OutcomeClass outcomeClass) {
        return Outcome.of(outcomeClass, SubClass.NONE, 0);
    }

    static Outcome asking(OutcomeClass outcomeClass, int seconds) {
        return new Outcome(outcomeClass, SubClass.NONE, 0, Duration.ofSeconds(seconds), ProviderError.NONE);
    }

    Permit begins(String key) {
        return begins(ACME, key(key, Tier.PRIORITIZED), "gpt");
    }

    Permit begins(String workspace, ProviderKey key, String model) {
        Admission admission = health.admit(workspace, key, endpoint(model), DEMAND, now);
        if (admission instanceof Admission.Granted granted) {
            return granted.permit();
        }
        throw new IllegalStateException("not admitted: " + admission);
    }

    void fails(Permit permit, Outcome outcome) {
        permit.failed(outcome, true, now);
    }

    /** An attempt's answer says what is left of a limit of requests, until so many seconds from the beginning. */
    void leaves(Permit permit, long requests, double until) {
        leaves(permit, new Remaining("requests", Metered.REQUESTS, requests, time(until)));
    }

    void leaves(Permit permit, Remaining... limits) {
        permit.told(new Quota(List.of(limits)), now);
    }

    boolean carries(String key) {
        return carries(key, DEMAND);
    }

    boolean carries(String key, Demand demand) {
        return health.carries(ACME, key(key, Tier.PRIORITIZED), endpoint("gpt"), demand, now);
    }

    /** One attempt that begins and fails now. */
    void fails(String key, Outcome outcome) {
        fails(begins(key), outcome);
    }

    void succeeds(Permit permit) {
        permit.succeeded(now);
    }

    void succeeds(String key) {
        succeeds(begins(key));
    }

    boolean admits(String key) {
        return admits(ACME, key(key, Tier.PRIORITIZED), "gpt");
    }

    /** Whether an attempt is let through; gives the leave back at once. */
    boolean admits(String workspace, ProviderKey key, String model) {
        Admission admission = health.admit(workspace, key, endpoint(model), DEMAND, now);
        if (admission instanceof Admission.Granted granted) {
            granted.permit().released();
            return true;
        }
        return false;
    }

    /** Returns how many seconds a key is out from now on; null if it is not. */
    @Nullable
    Double out(String key) {
        return out(ACME, key(key, Tier.PRIORITIZED), "gpt");
    }

    @Nullable
    Double out(String workspace, ProviderKey key, String model) {
        Instant until = health.standing(workspace, key, endpoint(model), now).until();
        return until == null ? null : Duration.between(now, until).toMillis() / 1000.0;
    }
}
