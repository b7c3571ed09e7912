package dev.byok.failover;

import static dev.byok.failover.Walk.GIVE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.Health;
import dev.byok.health.InMemoryHealth;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Profile;
import dev.byok.policy.Waiting;
import dev.byok.quota.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Overloaded, broken and silent upstreams: what is tried again, what is skipped, and the last try of a model. */
class OverloadTests {

    @ParameterizedTest
    @EnumSource(names = {"NONE", "SERVER_ERROR", "TIMEOUT", "IN_BAND"})
    void movesFromAnOverloadedKeyToTheNext(SubClass subClass) {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();

        assertThat(walk.fails(OutcomeClass.OVERLOADED, subClass)).isEqualTo("0 openai b");
    }

    @Test
    void triesABrokenConnectionOnceMoreWithTheSameKeyAtOnce() {
        Walk walk = Walk.of("0 openai a", "0 azure b");
        walk.start();

        assertThat(walk.breaks()).isEqualTo("0 openai a");
        assertThat(walk.breaks()).isEqualTo("0 azure b");
    }

    @Test
    void holdsNothingAgainstAnEndpointForConnectionsThatBreakTogetherWhereOneMoreTryGoesThrough() {
        Health health = new InMemoryHealth();
        List<Walk> walks = atOnce(health, 20);

        assertThat(walks).allSatisfy(walk -> assertThat(walk.breaks()).isEqualTo("0 openai a"));
        walks.forEach(Walk::isAccepted);

        assertThat(walk(health).start()).isEqualTo("0 openai a");
    }

    @Test
    void countsAConnectionThatBreaksAgainOncePerRequest() {
        Health health = new InMemoryHealth();
        List<Walk> walks = atOnce(health, 5);

        walks.subList(0, 4).forEach(OverloadTests::breakTwice);
        assertThat(walk(health).start()).isEqualTo("0 openai a");
        breakTwice(walks.get(4));

        assertThat(walk(health).start()).isEqualTo(GIVE_UP);
    }

    private static void breakTwice(Walk walk) {
        walk.breaks();
        walk.breaks();
    }

    private static List<Walk> atOnce(Health health, int requests) {
        List<Walk> walks =
                IntStream.range(0, requests).mapToObj(i -> walk(health)).toList();
        walks.forEach(Walk::start);
        return walks;
    }

    private static Walk walk(Health health) {
        HealthGate gate = new HealthGate(health, "acme", Demand.NONE, InstantSource.fixed(Instant.EPOCH));
        return Walk.withHealth(gate, Waiting.DEFAULT, List.of(), "0 openai a");
    }

    @Test
    void triesEachKeyOnceMoreOfItsOwn() {
        Walk walk = Walk.of("0 openai a", "0 azure b");
        walk.start();
        walk.breaks();
        walk.breaks();

        assertThat(walk.breaks()).isEqualTo("0 azure b");
    }

    @Test
    void skipsTheSiblingsOfAnEndpointThatWasOverloadedTwice() {
        Walk walk = Walk.of("0 openai a", "0 openai b", "0 openai c", "0 openai s shared", "0 azure d");
        walk.start();

        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("0 openai b");
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("0 azure d");
    }

    @Test
    void countsOverloadsByEndpoint() {
        Walk walk = Walk.of("0 openai a", "0 azure b", "0 openai c", "0 openai d");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("0 openai c");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("0 openai d");
    }

    @Test
    void skipsTheSiblingsOfAnEndpointThatRefusedAConnectionAfterOneMoreTry() {
        Walk walk = Walk.of("0 openai a", "0 openai b", "0 azure c");
        walk.start();

        assertThat(walk.failsToConnect()).isEqualTo("0 openai a");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("0 azure c");
    }

    @Test
    void neverAsksASilentEndpointAgainUnderAnyKeyOrTier() {
        Walk walk = Walk.of("0 openai a", "0 openai b", "0 azure c", "0 openai s shared", "0 openai f");
        walk.start();

        assertThat(walk.fails(OutcomeClass.SILENT)).isEqualTo("0 azure c");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void triesAModelOnceMoreLaterBeforeItIsGivenUp() {
        Walk walk = Walk.of("0 openai a", "0 azure b", "1 groq c");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("0 azure b later");
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("1 groq c");
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("1 groq c later");
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo(GIVE_UP);
    }

    @Test
    void waitsAsLongAsItIsTold() {
        Attempt only = Walk.attempt("0 openai a", Map.of());
        Profile profile = Walk.profile(8, false, null);
        Failover failover =
                new Failover(new Plan(List.of(only), List.of(), List.of()), profile, Walk.DELAYS, Gates.open());
        Outcome overloaded = Outcome.of(OutcomeClass.OVERLOADED, SubClass.NONE, 503);

        assertThat(failover.start()).isEqualTo(new Step.Send(only, Duration.ZERO));
        assertThat(failover.failed(only, overloaded, Duration.ZERO, false, false))
                .isEqualTo(new Step.Send(only, Walk.BACKOFF));
    }

    @Test
    void takesItsLastTryWhereTheOverloadWasAlsoWhenOtherKeysFailedSince() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("0 openai a later");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void doesNotRepeatTheLastTryWhenItsConnectionBreaks() {
        Walk walk = Walk.of("0 openai a", "1 azure b");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.breaks()).isEqualTo("1 azure b");
    }

    @Test
    void takesNoLastTryWithAKeyThatHasBeenRejectedSince() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();
        walk.breaks();
        walk.fails(OutcomeClass.CREDENTIAL_REJECTED);

        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void takesNoLastTryAtASilentEndpoint() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.SILENT)).isEqualTo(GIVE_UP);
    }

    @Test
    void takesItsLastTryAtAnEarlierEndpointWhereTheLaterOneFellSilent() {
        Walk walk = Walk.of("0 openai a", "0 azure b", "0 azure c");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.SILENT)).isEqualTo("0 openai a later");
    }

    @Test
    void takesNoLastTryOfAModelThatIsRuledOut() {
        Walk walk = Walk.with(
                Walk.profile(8, false, null), Map.of(0, 8_000, 1, 16_000), "0 openai a", "0 azure b", "1 groq c");
        walk.start();
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo("1 groq c");
    }

    @Test
    void takesNoLastTryOfASubstituteThatRefusesTheRequest() {
        Walk walk = Walk.of("0 openai a", "1 azure b", "1 groq c");
        walk.start();
        walk.fails(OutcomeClass.RATE_LIMITED);
        walk.fails(OutcomeClass.OVERLOADED);

        assertThat(walk.fails(OutcomeClass.INVALID_REQUEST)).isEqualTo(GIVE_UP);
    }

    @Test
    void takesNoLastTryWithTheAttemptThatIsReservedForAnotherModel() {
        Walk walk = Walk.with(Walk.profile(2, false, null), "0 openai a", "1 azure b");
        walk.start();

        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("1 azure b");
    }

    @Test
    void takesItsLastTryBeforeTheOwnKeysFailureIsReturned() {
        Walk walk = Walk.of("0 openai a returns");
        walk.start();

        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo("0 openai a later");
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: overloaded");
    }
}
