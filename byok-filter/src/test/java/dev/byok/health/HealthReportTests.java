package dev.byok.health;

import static dev.byok.health.Trial.ACME;
import static dev.byok.health.Trial.asking;
import static dev.byok.health.Trial.key;
import static dev.byok.health.Trial.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.HealthReport.State;
import dev.byok.health.HealthReport.Subject;
import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Tier;
import dev.byok.quota.Metered;
import dev.byok.quota.Remaining;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody who looks is told. */
class HealthReportTests {

    private static final Subject FIRST = new Subject(ACME, "openai", "first", null);
    private static final Subject FIRST_WITH_MODEL = new Subject(ACME, "openai", "first", "gpt");
    private static final Subject ENDPOINT = new Subject(ACME, "openai", null, "gpt");

    private final Trial trial = new Trial();

    @Test
    void saysNothingOfWhatServes() {
        trial.succeeds("first");

        assertThat(trial.report().states()).isEmpty();
    }

    @Test
    void showsARateLimitedKeyUntilItsDeadlineAndItsStrikesBeyond() {
        trial.fails("first", asking(OutcomeClass.RATE_LIMITED, 60));

        assertThat(trial.report().states())
                .containsOnlyKeys(FIRST)
                .containsEntry(FIRST, new State(OutcomeClass.RATE_LIMITED, trial.time(60), 1, false));
        assertThat(trial.at(61).report().states())
                .containsEntry(FIRST, new State(OutcomeClass.RATE_LIMITED, null, 1, false));
    }

    @Test
    void showsTheProbeOfARejectedKey() {
        trial.fails("first", outcome(OutcomeClass.CREDENTIAL_REJECTED));

        trial.at(301).begins("first");

        assertThat(trial.report().states().get(FIRST))
                .isEqualTo(new State(OutcomeClass.CREDENTIAL_REJECTED, trial.time(361), 1, true));
    }

    @Test
    void showsAMissingPermissionAtTheModelAlone() {
        trial.fails("first", outcome(OutcomeClass.PERMISSION));

        assertThat(trial.report().states()).containsOnlyKeys(new Subject(ACME, "openai", "first", "gpt"));
    }

    @Test
    void showsAnEndpointOnceItsBreakerIsOpen() {
        for (int i = 0; i < 4; i++) {
            trial.fails("first", outcome(OutcomeClass.OVERLOADED));
        }
        assertThat(trial.report().states()).isEmpty();

        trial.fails("first", outcome(OutcomeClass.OVERLOADED));

        assertThat(trial.report().states())
                .containsOnlyKeys(ENDPOINT)
                .containsEntry(ENDPOINT, new State(OutcomeClass.OVERLOADED, trial.time(5), 1, false));
    }

    @Test
    void showsWhatIsLeftOfAKeysLimitsUntilTheyAreWholeAgain() {
        trial.leaves(trial.begins("first"), 10, 60);
        trial.begins("first");

        assertThat(trial.report().states()).isEmpty();
        assertThat(trial.report().left())
                .containsOnlyKeys(FIRST_WITH_MODEL)
                .containsEntry(
                        FIRST_WITH_MODEL, List.of(new Remaining("requests", Metered.REQUESTS, 9, trial.time(60))));
        assertThat(trial.at(60).report().left()).isEmpty();
    }

    @Test
    void keepsTheOperatorsKeysApart() {
        trial.fails(trial.begins(ACME, key("shared", Tier.SHARED), "gpt"), asking(OutcomeClass.RATE_LIMITED, 60));

        assertThat(trial.report().states())
                .containsOnlyKeys(new Subject(CredentialId.OPERATOR, "openai", "shared", null));
    }
}
