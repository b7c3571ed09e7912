package dev.byok.failover;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.HealthView;
import dev.byok.health.Permit;
import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Profile;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import dev.byok.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How a request's plan would run if each attempt failed in a way that lets the next one follow: by the same rules as the
 * request itself, in a time of its own, without asking anybody or leaving a trace.
 *
 * @param attempts in the order in which they would be made
 * @param keptBack what keeps all of them back, where there is none
 */
public record Rehearsal(List<Made> attempts, List<Standing> keptBack) {

    private static final Outcome NO_ACCESS = Outcome.of(OutcomeClass.PERMISSION, SubClass.NONE, 403);

    private static final Delays SHORTEST = new Delays() {
        @Override
        public Duration beforeLastTry() {
            return Duration.ZERO;
        }

        @Override
        public Duration afterDeadline() {
            return Duration.ofMillis(1);
        }
    };

    public Rehearsal {
        attempts = List.copyOf(attempts);
        keptBack = List.copyOf(keptBack);
    }

    /**
     * One attempt.
     *
     * @param delay for its key to come back, before it; zero for none
     */
    public record Made(Attempt attempt, Duration delay) {}

    /** Rehearses the plan of a request that came at this time. */
    public static Rehearsal of(Plan plan, Profile profile, HealthView known, String workspace, Instant now) {
        return of(plan, profile, known, workspace, now, Simulation.NONE);
    }

    /** Rehearses the plan of a request some of whose keys are said to answer something else. */
    public static Rehearsal of(
            Plan plan, Profile profile, HealthView known, String workspace, Instant now, Simulation simulation) {
        Time time = new Time(now);
        Health health = simulation.over(new Onlooker(known));
        Failover failover = new Failover(plan, profile, SHORTEST, new HealthGate(health, workspace, Demand.NONE, time));
        List<Made> made = new ArrayList<>();
        Duration waited = Duration.ZERO;
        Step step = failover.start();
        while (!(step instanceof Step.GiveUp)) {
            if (step instanceof Step.Wait wait) {
                time.pass(wait.delay());
                waited = waited.plus(wait.delay());
                step = failover.waited();
            } else {
                Attempt attempt = ((Step.Send) step).attempt();
                made.add(new Made(attempt, waited));
                waited = Duration.ZERO;
                Outcome simulated = simulation.outcome(attempt);
                step = failover.failed(attempt, simulated == null ? NO_ACCESS : simulated, Duration.ZERO, false, false);
            }
        }
        return new Rehearsal(made, made.isEmpty() ? failover.keptBack() : List.of());
    }

    private static final class Time implements InstantSource {

        private Instant now;

        Time(Instant now) {
            this.now = now;
        }

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Looks at health and takes nothing from it. */
    private record Onlooker(HealthView known) implements Health {

        @Override
        public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
            return known.standing(workspace, key, endpoint, now);
        }

        @Override
        public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
            return known.isTroubled(workspace, endpoint, now);
        }

        @Override
        public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
            Standing standing = standing(workspace, key, endpoint, now);
            return standing.ready() ? new Admission.Granted(Permit.NONE) : new Admission.Refused(standing);
        }

        @Override
        public void secretChanged(String workspace, ProviderKey key) {}
    }
}
