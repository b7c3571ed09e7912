package dev.byok.failover;

import static dev.byok.failover.Walk.GIVE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many attempts a request may have, and what a host that sends it in again gets. */
class FailoverBoundsTests {

    @Test
    void stopsAtTheBoundOverAllTiers() {
        Walk walk = Walk.with(Walk.profile(2, false, null), "0 openai a", "0 openai s shared", "0 openai b");
        walk.start();
        walk.fails(OutcomeClass.RATE_LIMITED);

        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
        assertThat(walk.records()).hasSize(2);
    }

    @Test
    void keepsOneAttemptForEachModelStillToCome() {
        Walk walk = Walk.with(
                Walk.profile(4, false, null),
                "0 openai a",
                "0 openai b",
                "0 openai c",
                "1 azure d",
                "1 azure e",
                "2 groq f");
        walk.start();

        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("0 openai b");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("1 azure d");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("2 groq f");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void keepsTheOrderOfModelsWhereThereAreMoreOfThemThanAttempts() {
        Walk walk = Walk.with(Walk.profile(2, false, null), "0 openai a", "0 openai b", "1 azure c", "2 groq d");

        assertThat(walk.start()).isEqualTo("0 openai a");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("1 azure c");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void asksTheFirstModelWhereThereIsOneAttemptOnly() {
        Walk walk = Walk.with(Walk.profile(1, false, null), "0 openai a", "1 azure b");

        assertThat(walk.start()).isEqualTo("0 openai a");
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo(GIVE_UP);
    }

    @Test
    void keepsNothingForAModelThatIsRuledOut() {
        Walk walk = Walk.with(
                Walk.profile(3, false, null),
                Map.of(0, 8_000, 1, 16_000, 2, 8_000),
                "0 openai a",
                "1 azure b",
                "1 azure c",
                "2 groq d");
        walk.start();

        assertThat(walk.fails(OutcomeClass.CONTEXT_LENGTH)).isEqualTo("1 azure b");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("1 azure c");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void continuesTheRemainingPlanForAHostThatDidNotWantAnAnswer() {
        Walk walk = Walk.of("0 openai a", "0 openai b", "1 azure c");
        walk.start();
        walk.isAccepted();

        assertThat(walk.start()).isEqualTo("0 openai b");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("1 azure c");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
        assertThat(walk.records()).hasSize(3);
    }

    @Test
    void givesUpAgainWithTheSameFailureForAHostThatSendsAFailedRequestInAgain() {
        Walk walk = Walk.of("0 openai a", "0 openai b");
        walk.start();
        walk.fails(OutcomeClass.INVALID_REQUEST);

        assertThat(walk.start()).isEqualTo(GIVE_UP);
        assertThat(walk.start()).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai a: invalid_request");
        assertThat(walk.records()).hasSize(1);
    }

    @Test
    void countsAnAttemptThatAHostBrokeOff() {
        Walk walk = Walk.with(Walk.profile(2, false, null), "0 openai a", "0 openai b", "0 openai c");
        walk.start();

        assertThat(walk.start()).isEqualTo("0 openai b");
        assertThat(walk.start()).isEqualTo(GIVE_UP);
    }
}
