package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.failover.Failover;
import dev.byok.failover.Gates;
import dev.byok.failover.HealthGate;
import dev.byok.failover.Step;
import dev.byok.health.Health;
import dev.byok.health.HealthView;
import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Profile;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for the plan of any policy and request under any health; says what it has seen of each. */
final class HealthProperties {

    private static final Duration SHORT = Duration.ofMillis(10);

    private final Planner planner = new Planner();
    private final long seed;
    private final CompiledCase compiled;
    private final Plan plan;
    private final Instant now;
    private final Set<String> facts = new HashSet<>();

    private HealthProperties(long seed, CompiledCase compiled, Plan plan) {
        this.seed = seed;
        this.compiled = compiled;
        this.plan = plan;
        this.now = compiled.request().now();
    }

    static Set<String> assertHold(long seed, CompiledCase compiled, Plan plan) {
        HealthProperties properties = new HealthProperties(seed, compiled, plan);
        boolean unranked = compiled.plain().ranking().equals(PlainRanking.NONE)
                && compiled.plain().wishes().offers().isEmpty();
        if (unranked) {
            properties.assertTiersAndEndpointsKeepTheirOrder();
        }
        properties.assertQuotaOnlyMovesKeysBehindTheirSiblings();
        properties.assertNothingIsTriedBeforeItsTime();
        properties.assertEndsAsTheContractSays();
        properties.assertAWalkTriesNothingElse();
        return properties.facts;
    }

    private void assertTiersAndEndpointsKeepTheirOrder() {
        assertThat(plan.attempts())
                .as("places of attempts in case %d", seed)
                .isSortedAccordingTo(Comparator.comparing(Attempt::modelIndex)
                        .thenComparing(Attempt::tier)
                        .thenComparing(attempt -> rank(attempt.endpoint(), attempt)));
    }

    private static int rank(Endpoint endpoint, Attempt attempt) {
        return attempt.model().endpoints().indexOf(endpoint);
    }

    private void assertQuotaOnlyMovesKeysBehindTheirSiblings() {
        PlanRequest request = compiled.request();
        Plan plenty = planner.plan(compiled.policy(), with(request, new Plenty(request.health()), now));

        assertThat(places(plan)).as("places of attempts in case %d", seed).isEqualTo(places(plenty));
        assertThat(plan.attempts())
                .as("attempts of case %d", seed)
                .containsExactlyInAnyOrderElementsOf(plenty.attempts());
        if (!plan.attempts().equals(plenty.attempts())) {
            facts.add("plan in another order for quota");
        }
    }

    private static List<String> places(Plan plan) {
        return plan.attempts().stream()
                .map(attempt -> attempt.modelIndex() + " " + attempt.tier() + " " + rank(attempt.endpoint(), attempt))
                .toList();
    }

    /** What cools is neither lost nor tried: it is an attempt from the moment on that health names. */
    private void assertNothingIsTriedBeforeItsTime() {
        for (Attempt attempt : plan.attempts()) {
            assertThat(standing(attempt, now).ready())
                    .as("ready in case %d: %s", seed, attempt)
                    .isTrue();
        }
        if (plan.cooling().isEmpty()) {
            return;
        }
        facts.add("plan with cooling keys");
        Attempt first = earliest(plan.cooling());
        Instant until = until(first);
        assertThat(until).as("end in case %d of %s", seed, first).isAfter(now);
        if (first.key().usable(until)) {
            facts.add("cooling key that comes back");
            assertThat(planAt(until.minusMillis(1)).attempts())
                    .as("case %d, too early", seed)
                    .doesNotContain(first);
            assertThat(planAt(until).attempts()).as("case %d, in time", seed).contains(first);
        }
    }

    /** Where everything cools the request is refused at once, or queues for the earliest; nobody is asked. */
    private void assertEndsAsTheContractSays() {
        if (!plan.attempts().isEmpty()) {
            return;
        }
        Failover refused = failover(new Waiting(Waiting.DEFAULT.maxWait(), null));
        assertThat(refused.start()).as("end of case %d", seed).isInstanceOf(Step.GiveUp.class);
        assertThat(refused.failure()).as("failure of case %d", seed).isNull();
        assertThat(refused.keptBack())
                .as("what keeps back in case %d", seed)
                .containsExactlyElementsOf(plan.cooling().stream()
                        .map(attempt -> standing(attempt, now))
                        .toList());
        if (!plan.cooling().isEmpty()) {
            facts.add("plan where everything cools");
            Duration wait = Duration.between(now, until(earliest(plan.cooling())));
            assertThat(failover(new Waiting(Duration.ZERO, Duration.ofSeconds(60)))
                            .start())
                    .as("queue of case %d", seed)
                    .isEqualTo(new Step.Wait(wait, true));
        }
    }

    private void assertAWalkTriesNothingElse() {
        Failover failover = failover(new Waiting(Duration.ZERO, null));
        List<Attempt> tried = new ArrayList<>();
        Step step = failover.start();
        while (step instanceof Step.Send send) {
            tried.add(send.attempt());
            Outcome failure = Outcome.of(OutcomeClass.QUOTA_EXHAUSTED, SubClass.NONE, 429);
            step = failover.failed(send.attempt(), failure, SHORT, false, false);
        }

        assertThat(plan.attempts()).as("walk through case %d", seed).containsSubsequence(tried);
        if (!plan.attempts().isEmpty()) {
            assertThat(tried)
                    .as("walk through case %d", seed)
                    .startsWith(plan.attempts().get(0));
        }
    }

    private Failover failover(Waiting waiting) {
        HealthGate gate = new HealthGate(
                (Health) compiled.request().health(), "acme", compiled.request().demand(), () -> now);
        Profile profile = Profile.DEFAULT;
        return new Failover(
                plan,
                new Profile(
                        profile.name(),
                        profile.maxAttempts(),
                        false,
                        false,
                        profile.guardrails(),
                        null,
                        profile.timeouts(),
                        waiting,
                        profile.delivery(),
                        profile.location()),
                Gates.noDelays(),
                gate);
    }

    private Plan planAt(Instant time) {
        return planner.plan(
                compiled.policy(), with(compiled.request(), compiled.request().health(), time));
    }

    private static PlanRequest with(PlanRequest request, HealthView health, Instant time) {
        return new PlanRequest(
                request.caller(),
                request.models(),
                request.extent(),
                request.narrowing(),
                InstantSource.fixed(time),
                health,
                request.demand(),
                request.preferences());
    }

    private Attempt earliest(List<Attempt> attempts) {
        return attempts.stream().min(Comparator.comparing(this::until)).orElseThrow();
    }

    private Instant until(Attempt attempt) {
        Instant until = standing(attempt, now).until();
        return until == null ? Instant.MIN : until;
    }

    private Standing standing(Attempt attempt, Instant time) {
        return compiled.request().health().standing("acme", attempt.key(), attempt.endpoint(), time);
    }

    /** The same health, where everybody has plenty left. */
    private record Plenty(HealthView health) implements HealthView {

        @Override
        public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
            return health.standing(workspace, key, endpoint, now);
        }

        @Override
        public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
            return health.isTroubled(workspace, endpoint, now);
        }

        @Override
        public boolean isRevoked(String workspace, ProviderKey key) {
            return health.isRevoked(workspace, key);
        }
    }
}
