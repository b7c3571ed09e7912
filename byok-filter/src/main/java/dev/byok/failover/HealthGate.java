package dev.byok.failover;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.Permit;
import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.plan.Attempt;
import dev.byok.policy.Endpoint;
import dev.byok.quota.Demand;
import dev.byok.quota.Quota;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request asks of health and tells it: leave for the attempt under way, and how it went. Only {@link #release()}
 * may come from another thread.
 */
public final class HealthGate {

    private final Health health;
    private final String workspace;
    private final Demand demand;
    private final InstantSource clock;

    private volatile Permit permit = Permit.NONE;
    private volatile boolean released;
    private @Nullable Set<Endpoint> counted;

    /**
     * @param demand what each attempt is estimated to take of a key's limits
     */
    public HealthGate(Health health, String workspace, Demand demand, InstantSource clock) {
        this.health = health;
        this.workspace = workspace;
        this.demand = demand;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Asks for leave to make an attempt; what keeps it back otherwise. */
    Standing enter(Attempt attempt) {
        permit.released();
        Admission admission = health.admit(workspace, attempt.key(), attempt.endpoint(), demand, clock.instant());
        if (admission instanceof Admission.Refused refused) {
            permit = Permit.NONE;
            return refused.standing();
        }
        permit = ((Admission.Granted) admission).permit();
        if (released) {
            permit.released();
        }
        return Standing.READY;
    }

    Standing standing(Attempt attempt) {
        return health.standing(workspace, attempt.key(), attempt.endpoint(), clock.instant());
    }

    void told(Quota quota) {
        permit.told(quota, clock.instant());
    }

    void succeeded() {
        permit.succeeded(clock.instant());
    }

    /** An endpoint's failures count once per request. */
    void failed(Attempt attempt, Outcome outcome) {
        permit.failed(outcome, isTheEndpoints(outcome) && isFirst(attempt.endpoint()), clock.instant());
    }

    /** The connection broke before an answer where the attempt may be made again at once; only a probe is decided by that. */
    void broken(Attempt attempt, Outcome outcome) {
        if (permit.isProbe()) {
            failed(attempt, outcome);
        } else {
            permit.released();
        }
    }

    private static boolean isTheEndpoints(Outcome outcome) {
        return outcome.is(OutcomeClass.OVERLOADED)
                || outcome.is(OutcomeClass.SILENT)
                || outcome.is(OutcomeClass.UNEXPECTED);
    }

    private boolean isFirst(Endpoint endpoint) {
        if (counted == null) {
            counted = new HashSet<>();
        }
        return counted.add(endpoint);
    }

    /** What was rejected is no longer the credential: nothing is held against it, not even for a moment. */
    void secretChanged() {
        permit.secretChanged();
    }

    /** The request is over: a leave that came to nothing is given back. */
    void release() {
        released = true;
        permit.released();
    }
}
