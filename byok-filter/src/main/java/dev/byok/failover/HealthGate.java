package dev.byok.failover;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.Permit;
import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
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
 * What one request asks of health and tells it: leave for the attempt under way, or for two beside each other, and how they
 * went. Only {@link #release()} and {@link #told} may come from another thread.
 */
public final class HealthGate {

    private final Health health;
    private final String workspace;
    private final Demand demand;
    private final InstantSource clock;
    private final boolean apart;

    private volatile Permit permit = Permit.NONE;
    private volatile @Nullable Beside beside;
    private volatile boolean released;
    private @Nullable Set<Endpoint> counted;

    /**
     * @param demand what each attempt is estimated to take of a key's limits
     */
    public HealthGate(Health health, String workspace, Demand demand, InstantSource clock) {
        this(health, workspace, demand, clock, false);
    }

    /**
     * @param apart whether providers allow and limit what is asked for apart from all else: that it is refused, or
     *     succeeds, then says nothing of what else a key may do
     */
    public HealthGate(Health health, String workspace, Demand demand, InstantSource clock, boolean apart) {
        this.health = health;
        this.workspace = workspace;
        this.demand = demand;
        this.clock = clock;
        this.apart = apart;
    }

    Instant now() {
        return clock.instant();
    }

    /** Asks for leave to make an attempt when no other is under way; what keeps it back otherwise. */
    Standing enter(Attempt attempt) {
        giveBack();
        beside = null;
        Admission admission = admission(attempt);
        permit = admission instanceof Admission.Granted granted ? granted.permit() : Permit.NONE;
        return entered(admission);
    }

    /** Asks for leave to make an attempt beside the one under way; what keeps it back otherwise. */
    Standing enterBeside(Attempt attempt) {
        Admission admission = admission(attempt);
        beside = admission instanceof Admission.Granted granted ? new Beside(attempt, granted.permit()) : null;
        return entered(admission);
    }

    private Admission admission(Attempt attempt) {
        Demand taken = apart ? Demand.NONE : demand;
        return health.admit(workspace, attempt.key(), attempt.endpoint(), taken, clock.instant());
    }

    private Standing entered(Admission admission) {
        if (released) {
            giveBack();
        }
        return admission instanceof Admission.Refused refused ? refused.standing() : Standing.READY;
    }

    Standing standing(Attempt attempt) {
        return health.standing(workspace, attempt.key(), attempt.endpoint(), clock.instant());
    }

    void told(Attempt attempt, Quota quota) {
        if (!apart) {
            permit(attempt).told(quota, clock.instant());
        }
    }

    void succeeded(Attempt attempt) {
        if (apart) {
            permit(attempt).released();
        } else {
            permit(attempt).succeeded(clock.instant());
        }
    }

    /** An endpoint's failures count once per request. */
    void failed(Attempt attempt, Outcome outcome) {
        if (apart && isLimited(outcome)) {
            permit(attempt).released();
            return;
        }
        permit(attempt).failed(outcome, isTheEndpoints(outcome) && isFirst(attempt.endpoint()), clock.instant());
    }

    private static boolean isLimited(Outcome outcome) {
        return outcome.is(OutcomeClass.PERMISSION)
                || outcome.is(OutcomeClass.RATE_LIMITED)
                || (outcome.is(OutcomeClass.QUOTA_EXHAUSTED) && outcome.subClass() == SubClass.MODEL_LIMIT);
    }

    /** The connection broke before an answer where the attempt may be made again at once; only a probe is decided by that. */
    void broken(Attempt attempt, Outcome outcome) {
        Permit own = permit(attempt);
        if (own.isProbe()) {
            failed(attempt, outcome);
        } else {
            own.released();
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
    void secretChanged(Attempt attempt) {
        permit(attempt).secretChanged();
    }

    /** Nobody waits for the attempt any more, which is no fault of its own. */
    void released(Attempt attempt) {
        permit(attempt).released();
    }

    /** The request is over: a leave that came to nothing is given back. */
    void release() {
        released = true;
        giveBack();
    }

    private void giveBack() {
        permit.released();
        Beside other = beside;
        if (other != null) {
            other.permit().released();
        }
    }

    private Permit permit(Attempt attempt) {
        Beside other = beside;
        return other != null && other.attempt().equals(attempt) ? other.permit() : permit;
    }

    /** What may be made beside the attempt that {@link #permit} is for. */
    private record Beside(Attempt attempt, Permit permit) {}
}
