package dev.byok.failover;

import static dev.byok.failover.Walk.GIVE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.InMemoryHealth;
import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which attempt is made beside a slow one, and what the outcomes of the two mean. */
class HedgingTests {

    private static final String NOBODY = "nobody";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0 openai a                                      | nobody
            0 openai a, 0 azure b                           | 0 azure b
            0 openai a, 0 openai b                          | 0 openai b
            0 openai a, 0 openai b, 0 azure c               | 0 azure c
            0 openai a, 0 openai b shared                   | nobody
            0 openai a, 0 azure b shared                    | nobody
            0 openai a shared, 0 azure b shared             | 0 azure b
            0 openai a, 1 openai b                          | nobody
            0 openai a, 0 azure b shared, 0 mistral c       | 0 mistral c
            """)
    void makesAnAttemptOfTheSameModelAndTierOfAnotherEndpointWhereThereIsOne(String plan, String beside) {
        Walk walk = Walk.of(plan.split(", ", -1));
        walk.start();

        assertThat(walk.beside()).isEqualTo(beside);
    }

    @Test
    void makesNoMoreAttemptsThanTheProfileAllows() {
        Walk one = Walk.with(Walk.profile(1, false, null), "0 openai a", "0 azure b");
        Walk two = Walk.with(Walk.profile(2, false, null), "0 openai a", "0 azure b", "0 mistral c");
        one.start();
        two.start();

        assertThat(one.beside()).isEqualTo(NOBODY);
        assertThat(two.beside()).isEqualTo("0 azure b");
        assertThat(two.besideFails(OutcomeClass.OVERLOADED)).isFalse();
        assertThat(two.fails(OutcomeClass.OVERLOADED)).isEqualTo(GIVE_UP);
    }

    @Test
    void keepsOneAttemptForEachModelThatIsStillToCome() {
        Walk walk = Walk.with(Walk.profile(2, false, null), "0 openai a", "0 azure b", "1 openai c");
        walk.start();

        assertThat(walk.beside()).isEqualTo(NOBODY);
    }

    @Test
    void makesEachPlannedAttemptOnce() {
        Walk walk = Walk.of("0 openai a", "0 openai b", "0 azure c");
        walk.start();
        walk.beside();

        assertThat(walk.besideFails(OutcomeClass.RATE_LIMITED)).isFalse();
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("0 openai b");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void remembersWhatTheFailureOfOneRulesOutForTheRest() {
        Walk walk = Walk.of("0 openai a", "0 azure b", "0 azure c", "0 mistral d");
        walk.start();
        walk.beside();

        assertThat(walk.besideFails(OutcomeClass.SILENT)).isFalse();
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo("0 mistral d");
    }

    @Test
    void endsWithWhatThePlannedOneSaysIsTheCallersFault() {
        Walk walk = Walk.of("0 openai a", "0 azure b");
        walk.start();
        walk.beside();

        assertThat(walk.plannedFails(OutcomeClass.INVALID_REQUEST)).isTrue();
        assertThat(walk.failure()).isEqualTo("0 openai a: invalid_request");
    }

    @Test
    void neverEndsARequestByTheFailureOfTheOneBesideWhileThePlannedOneMayAnswer() {
        Walk walk = Walk.of("0 openai a", "0 azure b", "0 mistral c");
        walk.start();
        walk.beside();

        assertThat(walk.besideFails(OutcomeClass.INVALID_REQUEST)).isFalse();
        assertThat(walk.fails(OutcomeClass.OVERLOADED)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 azure b: invalid_request");
    }

    @Test
    void recordsTheSlowOneAndHoldsNothingAgainstIt() {
        InMemoryHealth health = new InMemoryHealth();
        for (int request = 0; request < 30; request++) {
            Walk walk = Walk.withHealth(Gates.of(health), Waiting.DEFAULT, List.of(), "0 openai a", "0 azure b");
            assertThat(walk.start()).isEqualTo("0 openai a");
            walk.beside();

            walk.besideIsFaster();

            assertThat(walk.records()).extracting(each -> each.outcome().text()).containsExactly("cancelled", "ok");
        }
    }

    @Test
    void asksLeaveForBoth() {
        InMemoryHealth health = new InMemoryHealth();
        Walk other = Walk.withHealth(Gates.of(health), Waiting.DEFAULT, List.of(), "0 azure b");
        other.start();
        other.fails(OutcomeClass.QUOTA_EXHAUSTED);
        Walk walk =
                Walk.withHealth(Gates.of(health), Waiting.DEFAULT, List.of(), "0 openai a", "0 azure b", "0 mistral c");
        walk.start();

        assertThat(walk.beside()).isEqualTo("0 mistral c");
    }
}
