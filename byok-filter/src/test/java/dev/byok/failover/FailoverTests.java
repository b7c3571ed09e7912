package dev.byok.failover;

import static dev.byok.failover.Walk.GIVE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverTests {

    @Test
    void beginsWithTheFirstAttemptAtOnce() {
        Walk walk = Walk.of("0 openai a", "0 openai b");

        assertThat(walk.start()).isEqualTo("0 openai a");
        assertThat(walk.failure()).isEqualTo("none");
    }

    @Test
    void givesUpAPlanWithoutAttempts() {
        Walk walk = Walk.of();

        assertThat(walk.start()).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDENTIAL_REJECTED", "QUOTA_EXHAUSTED", "RATE_LIMITED", "PERMISSION", "UNEXPECTED"})
    void goesThroughTheWholePlanInItsOrder(OutcomeClass failure) {
        Walk walk = Walk.of("0 openai a", "0 openai b", "0 azure c", "1 openai a");

        assertThat(walk.start()).isEqualTo("0 openai a");
        assertThat(walk.fails(failure)).isEqualTo("0 openai b");
        assertThat(walk.fails(failure)).isEqualTo("0 azure c");
        assertThat(walk.fails(failure)).isEqualTo("1 openai a");
        assertThat(walk.fails(failure)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: " + failure.text());
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_REQUEST", "POLICY", "CANCELLED", "MODERATED", "CONTEXT_LENGTH"})
    void returnsWhatNoOtherKeyWouldMend(OutcomeClass failure) {
        Walk walk = Walk.of("0 openai a", "0 openai b", "1 azure c");
        walk.start();

        assertThat(walk.fails(failure)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: " + failure.text());
    }

    @Test
    void triesTheSameKeyAgainWhenItsSecretHasChanged() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();

        assertThat(walk.isRejectedButHasANewSecret()).isEqualTo("0 openai a");
        assertThat(walk.fails(OutcomeClass.CREDENTIAL_REJECTED)).isEqualTo("0 openai b");
    }

    @Test
    void triesTheSameKeyWithANewSecretOnlyOnce() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();
        walk.isRejectedButHasANewSecret();

        assertThat(walk.isRejectedButHasANewSecret()).isEqualTo("0 openai b");
        assertThat(walk.isRejectedButHasANewSecret()).isEqualTo("0 openai b");
    }

    @Test
    void spendsNoAttemptOnANewSecretThatIsReservedForAnotherModel() {
        Walk walk = Walk.with(Walk.profile(2, false, null), "0 openai a", "1 azure b");
        walk.start();

        assertThat(walk.isRejectedButHasANewSecret()).isEqualTo("1 azure b");
    }

    @Test
    void movesOnlyToModelsThatAreKnownToHoldMore() {
        Walk walk = Walk.with(
                Walk.profile(8, false, null),
                Map.of(0, 8_000, 1, 4_000, 3, 8_000, 4, 16_000),
                "0 openai a",
                "0 openai b",
                "1 openai a",
                "2 openai a",
                "3 openai a",
                "4 openai a");
        walk.start();

        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo("4 openai a");
    }

    @Test
    void measuresLaterModelsByTheOneThatWasTooSmallLast() {
        Walk walk = Walk.with(
                Walk.profile(8, false, null),
                Map.of(0, 8_000, 1, 16_000, 2, 16_000, 3, 32_000),
                "0 openai a",
                "1 openai a",
                "2 openai a",
                "3 openai a");
        walk.start();

        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo("1 openai a");
        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo("3 openai a");
        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("3 openai a: context_length");
    }

    @Test
    void returnsATooLongPromptWhereTheModelsOwnContextIsUnknown() {
        Walk walk = Walk.with(Walk.profile(8, false, null), Map.of(1, 16_000), "0 openai a", "1 openai a");
        walk.start();

        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo(GIVE_UP);
    }

    @Test
    void returnsATooLongPromptRatherThanAnEarlierFailureOfTheSameModel() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();
        walk.fails(OutcomeClass.RATE_LIMITED);

        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH, SubClass.REQUEST_TOO_LARGE))
                .isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai b: context_length.request_too_large");
    }

    @Test
    void movesAModeratedRequestToTheNextModelWhereTheProfileSaysSo() {
        Walk walk = Walk.with(Walk.profile(8, true, null), "0 openai a", "0 openai b", "1 azure c");
        walk.start();

        assertThat(walk.fails(OutcomeClass.MODERATED)).isEqualTo("1 azure c");
    }

    @Test
    void movesOnWhenASubstituteRefusesWhatTheFirstModelWouldHaveTaken() {
        Walk walk = Walk.of("0 openai a", "1 azure b", "1 azure c", "2 groq d");
        walk.start();
        walk.fails(OutcomeClass.QUOTA_EXHAUSTED);

        assertThat(walk.fails(OutcomeClass.INVALID_REQUEST)).isEqualTo("2 groq d");
        assertThat(walk.fails(OutcomeClass.INVALID_REQUEST)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: quota_exhausted");
    }

    @Test
    void neverAnswersWithASubstitutesRefusalThatWasTooSlowToMoveOn() {
        Walk walk = Walk.with(Walk.profile(8, false, Duration.ofSeconds(1)), "0 openai a", "1 azure b", "2 groq d");
        walk.start();
        walk.fails(OutcomeClass.QUOTA_EXHAUSTED);

        assertThat(walk.fails(OutcomeClass.INVALID_REQUEST, Duration.ofSeconds(2)))
                .isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: quota_exhausted");
    }

    @Test
    void doesNotRetryAFailureSlowerThanTheProfileAllows() {
        Walk walk = Walk.with(Walk.profile(8, false, Duration.ofSeconds(1)), "0 openai a", "0 openai b", "0 openai c");
        walk.start();

        assertThat(walk.fails(OutcomeClass.RATE_LIMITED, Duration.ofSeconds(1))).isEqualTo("0 openai b");
        assertThat(walk.fails(OutcomeClass.UNEXPECTED, Duration.ofMillis(1_001)))
                .isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai b: unexpected");
    }

    @Test
    void answersWithTheOwnKeysFailureWhereItEndsThePlan() {
        Walk walk = Walk.of("0 azure x", "0 openai a returns", "0 openai b returns");
        walk.start();
        walk.fails(OutcomeClass.RATE_LIMITED);
        walk.fails(OutcomeClass.QUOTA_EXHAUSTED);

        assertThat(walk.fails(OutcomeClass.CREDENTIAL_REJECTED)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: quota_exhausted");
    }

    @Test
    void neverAnswersWithARefusalOfASubstituteThatEndsThePlan() {
        Walk walk = Walk.of("0 azure x", "1 openai a returns");
        walk.start();
        walk.fails(OutcomeClass.RATE_LIMITED);

        assertThat(walk.fails(OutcomeClass.INVALID_REQUEST)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 azure x: rate_limited");
    }
}
