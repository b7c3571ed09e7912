package dev.byok.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds on every way through every plan. Each seed grows a thousand of them. */
class FailoverInvariantTests {

    private static final int WALKS = 1_000;
    private static final int MOST_STEPS = 100;
    private static final OutcomeClass[] CLASSES = OutcomeClass.values();
    private static final SubClass[] OVERLOADS = {SubClass.NONE, SubClass.CONNECTION, SubClass.TIMEOUT};

    static LongStream seeds() {
        return LongStream.concat(LongStream.rangeClosed(1, 20), LongStream.of(System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverBreaksARuleOnAnyWay(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < WALKS; i++) {
            new RandomWalk(random, "seed " + seed + ", walk " + i).run();
        }
    }

    private static final class RandomWalk {

        private final Random random;
        private final String name;
        private final Profile profile;
        private final List<Attempt> plan;
        private final Failover failover;
        private final Set<Integer> lastTriedModels = new HashSet<>();
        private final Set<Attempt> overtaken = new HashSet<>();

        RandomWalk(Random random, String name) {
            this.random = random;
            this.name = name;
            this.profile = Walk.profile(
                    1 + random.nextInt(8), random.nextBoolean(), random.nextBoolean() ? Duration.ofSeconds(1) : null);
            this.plan = randomPlan();
            this.failover = new Failover(new Plan(plan, List.of(), List.of()), profile, Walk.DELAYS, Gates.open());
        }

        private List<Attempt> randomPlan() {
            Map<Integer, Integer> contexts = new HashMap<>();
            List<Attempt> attempts = new ArrayList<>();
            int models = random.nextInt(4);
            for (int model = 0; model < models; model++) {
                if (random.nextInt(4) > 0) {
                    contexts.put(model, 1_000 * (1 + random.nextInt(4)));
                }
                int keys = random.nextInt(5);
                for (int key = 0; key < keys; key++) {
                    String endpoint = random.nextBoolean() ? "openai" : "azure";
                    attempts.add(Walk.attempt(model + " " + endpoint + " key" + key, contexts));
                }
            }
            return attempts;
        }

        void run() {
            Step step = failover.start();
            int steps = 0;
            while (step instanceof Step.Send send) {
                assertThat(++steps).as(name + " ends").isLessThan(MOST_STEPS);
                check(send);
                Attempt beside = random.nextInt(3) == 0 ? failover.beside(send.attempt()) : null;
                step = beside == null ? answer(send.attempt()) : answer(send.attempt(), beside);
            }
            assertThat(failover.records()).as(name).hasSizeLessThanOrEqualTo(profile.maxAttempts());
            @Nullable AttemptRecord failure = failover.failure();
            assertThat(failover.start()).as(name + " sent in again").isInstanceOf(Step.GiveUp.class);
            assertThat(failover.failure()).as(name + " sent in again").isSameAs(failure);
            assertThat(failure == null).as(name).isEqualTo(plan.isEmpty());
        }

        /** Two attempts under way at the same time. */
        private Step answer(Attempt planned, Attempt beside) {
            assertThat(plan).as(name).contains(beside);
            assertThat(beside).as(name).isNotEqualTo(planned);
            assertThat(beside.modelIndex()).as(name + ": hedged by the model").isEqualTo(planned.modelIndex());
            assertThat(beside.tier()).as(name + ": hedged in the tier").isEqualTo(planned.tier());
            assertThat(failover.records().size() + 2).as(name).isLessThanOrEqualTo(profile.maxAttempts());
            failover.records().forEach(before -> checkAgainst(before, beside));
            boolean plannedFirst = random.nextBoolean();
            Attempt first = plannedFirst ? planned : beside;
            Attempt second = plannedFirst ? beside : planned;
            if (random.nextInt(12) == 0) {
                failover.overtaken(second, Duration.ZERO);
                overtaken.add(second);
                failover.accepted(first, Outcome.of(OutcomeClass.OK, SubClass.NONE, 200), Duration.ZERO);
                return failover.start();
            }
            boolean ends = failover.failedBeside(first, randomFailure(), randomLatency(), false, false);
            assertThat(ends && !plannedFirst).as(name + ": harm by a hedge").isFalse();
            return ends ? failover.start() : answer(second);
        }

        private Step answer(Attempt attempt) {
            if (random.nextInt(12) == 0) {
                failover.accepted(attempt, Outcome.of(OutcomeClass.OK, SubClass.NONE, 200), Duration.ZERO);
                return failover.start();
            }
            Outcome outcome = randomFailure();
            boolean connectFailed = outcome.subClass() == SubClass.CONNECTION && random.nextBoolean();
            boolean changed = outcome.is(OutcomeClass.CREDENTIAL_REJECTED) && random.nextBoolean();
            return failover.failed(attempt, outcome, randomLatency(), changed, connectFailed);
        }

        private Outcome randomFailure() {
            OutcomeClass outcomeClass =
                    random.nextBoolean() ? OutcomeClass.OVERLOADED : CLASSES[1 + random.nextInt(CLASSES.length - 1)];
            boolean overloaded = outcomeClass == OutcomeClass.OVERLOADED;
            SubClass subClass = overloaded ? OVERLOADS[random.nextInt(OVERLOADS.length)] : SubClass.NONE;
            return Outcome.of(outcomeClass, subClass, 0);
        }

        private Duration randomLatency() {
            return Duration.ofMillis(random.nextInt(1_050));
        }

        private void check(Step.Send send) {
            Attempt attempt = send.attempt();
            assertThat(plan).as(name).contains(attempt);
            List<AttemptRecord> records = failover.records();
            assertThat(records.size()).as(name).isLessThan(profile.maxAttempts());
            boolean lastTry = !send.delay().isZero();
            if (lastTry) {
                assertThat(lastTriedModels.add(attempt.modelIndex()))
                        .as(name + ": one last try of a model")
                        .isTrue();
            }
            for (AttemptRecord before : records) {
                checkAgainst(before, attempt);
            }
            if (!lastTry && !repeats(records, attempt)) {
                assertThat(overloads(attempt)).as(name + ": overloaded twice").isLessThan(2);
                assertThat(records.stream().map(AttemptRecord::attempt))
                        .as(name + ": only once")
                        .doesNotContain(attempt);
            }
        }

        private void checkAgainst(AttemptRecord before, Attempt attempt) {
            OutcomeClass outcome = before.outcome().outcomeClass();
            Attempt earlier = before.attempt();
            boolean sameModel = earlier.modelIndex() == attempt.modelIndex();
            assertThat(attempt.modelIndex())
                    .as(name + ": models in order")
                    .isGreaterThanOrEqualTo(earlier.modelIndex());
            if (outcome == OutcomeClass.SILENT) {
                assertThat(attempt.endpoint()).as(name + ": silent").isNotEqualTo(earlier.endpoint());
            }
            boolean rulesOut = outcome == OutcomeClass.CONTEXT_LENGTH
                    || outcome == OutcomeClass.MODERATED
                    || outcome == OutcomeClass.INVALID_REQUEST;
            assertThat(rulesOut && sameModel).as(name + ": ruled out").isFalse();
            boolean cancelled = outcome == OutcomeClass.CANCELLED && !overtaken.contains(earlier);
            boolean ends = outcome == OutcomeClass.POLICY || cancelled;
            boolean tooSlow = outcome != OutcomeClass.OK
                    && profile.retryWithin() != null
                    && before.latency().compareTo(profile.retryWithin()) > 0;
            assertThat(ends || tooSlow).as(name + ": ended before").isFalse();
        }

        /** At once with the key before: a broken connection, or a secret that has changed. */
        private static boolean repeats(List<AttemptRecord> records, Attempt attempt) {
            if (records.isEmpty()) {
                return false;
            }
            AttemptRecord last = records.get(records.size() - 1);
            return last.attempt().equals(attempt)
                    && (last.outcome().subClass() == SubClass.CONNECTION
                            || last.outcome().is(OutcomeClass.CREDENTIAL_REJECTED));
        }

        private long overloads(Attempt attempt) {
            return failover.records().stream()
                    .filter(record -> record.attempt().endpoint().equals(attempt.endpoint()))
                    .filter(record -> record.outcome().is(OutcomeClass.OVERLOADED))
                    .count();
        }
    }
}
