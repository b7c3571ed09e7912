package dev.byok.health;

import static dev.byok.health.Trial.ACME;
import static dev.byok.health.Trial.asking;
import static dev.byok.health.Trial.keptIn;
import static dev.byok.health.Trial.key;
import static dev.byok.health.Trial.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InMemoryHealthTests {

    private final Trial trial = new Trial();

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, 5, 10, 20",
        "QUOTA_EXHAUSTED, 600, 1200, 2400",
        "CREDENTIAL_REJECTED, 300, 600, 1200",
        "PERMISSION, 600, 600, 600",
    })
    void keepsAKeyOutForLongerEachTime(OutcomeClass why, double first, double second, double third) {
        trial.at(0).fails("main", outcome(why));
        assertThat(trial.out("main")).isEqualTo(first);

        trial.at(first + 1).fails("main", outcome(why));
        assertThat(trial.out("main")).isEqualTo(second);

        trial.at(first + second + 2).fails("main", outcome(why));
        assertThat(trial.out("main")).isEqualTo(third);
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 300", "QUOTA_EXHAUSTED, 3600", "CREDENTIAL_REJECTED, 3600"})
    void keepsAKeyOutForABoundedTime(OutcomeClass why, double most) {
        double now = 0;
        for (int i = 0; i < 20; i++) {
            trial.at(now).fails("main", outcome(why));
            now += most + 1;
        }

        assertThat(trial.out("main")).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED", "QUOTA_EXHAUSTED"})
    void keepsAKeyOutForAsLongAsTheProviderSays(OutcomeClass why) {
        trial.at(0).fails("main", asking(why, 77));

        assertThat(trial.at(76.9).admits("main")).isFalse();
        assertThat(trial.at(77).admits("main")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST", "CONTEXT_LENGTH", "MODERATED", "CANCELLED", "OVERLOADED", "SILENT"})
    void holdsNothingAgainstAKeyThatIsNotItsFault(OutcomeClass why) {
        trial.at(0).fails("main", outcome(why));

        assertThat(trial.out("main")).isNull();
    }

    @Test
    void neverShortensADeadline() {
        Permit early = trial.at(0).begins("main");
        Permit late = trial.begins("main");
        trial.fails(early, asking(OutcomeClass.RATE_LIMITED, 60));

        trial.at(1).fails(late, asking(OutcomeClass.RATE_LIMITED, 2));

        assertThat(trial.out("main")).isEqualTo(59);
    }

    @Test
    void countsSeveralRequestsOnOneDyingKeyAsOneStrike() {
        Permit one = trial.at(0).begins("main");
        Permit two = trial.begins("main");
        Permit three = trial.begins("main");

        trial.at(1).fails(one, outcome(OutcomeClass.RATE_LIMITED));
        trial.fails(two, outcome(OutcomeClass.RATE_LIMITED));
        trial.fails(three, outcome(OutcomeClass.RATE_LIMITED));

        assertThat(trial.out("main")).isEqualTo(5);
    }

    @Test
    void isClearedOnlyByASuccessThatBeganAfterTheFailure() {
        Permit old = trial.at(0).begins("main");
        trial.at(1).fails("main", outcome(OutcomeClass.RATE_LIMITED));

        trial.at(2).succeeds(old);

        assertThat(trial.out("main")).isEqualTo(4);
        trial.at(7).succeeds("main");
        trial.fails("main", outcome(OutcomeClass.RATE_LIMITED));
        assertThat(trial.out("main")).as("without strikes").isEqualTo(5);
    }

    @Test
    void readmitsARejectedKeyByOneProbeAtATime() {
        trial.at(0).fails("main", outcome(OutcomeClass.CREDENTIAL_REJECTED));
        Permit probe = trial.at(300).begins("main");

        assertThat(trial.admits("main")).isFalse();
        trial.succeeds(probe);
        assertThat(trial.admits("main")).isTrue();
    }

    @Test
    void givesAProbeThatSaidNothingToTheNextRequest() {
        trial.at(0).fails("main", outcome(OutcomeClass.CREDENTIAL_REJECTED));
        Permit left = trial.at(300).begins("main");
        left.released();
        Permit overloaded = trial.begins("main");
        trial.fails(overloaded, outcome(OutcomeClass.OVERLOADED));

        assertThat(trial.admits("main")).isTrue();
    }

    @Test
    void doesNotWaitForeverForAProbe() {
        trial.at(0).fails("main", outcome(OutcomeClass.CREDENTIAL_REJECTED));
        trial.at(300).begins("main");

        assertThat(trial.at(359).admits("main")).isFalse();
        assertThat(trial.at(360).admits("main")).isTrue();
    }

    @Test
    void forgetsEverythingAboutASecretThatHasChanged() {
        trial.at(0).fails("main", outcome(OutcomeClass.CREDENTIAL_REJECTED));

        trial.health.secretChanged(ACME, key("main", Tier.PRIORITIZED));

        assertThat(trial.out("main")).isNull();
    }

    @Test
    void aKeyWhoseSecretIsKeptElsewhereInheritsNothing() {
        trial.at(0).fails("main", outcome(OutcomeClass.CREDENTIAL_REJECTED));

        assertThat(trial.admits(ACME, keptIn("acme/another", key("main", Tier.PRIORITIZED)), "gpt"))
                .isTrue();
    }

    @Test
    void forgetsModelsThatTheOldSecretMightNotUse() {
        trial.at(0).fails("main", outcome(OutcomeClass.PERMISSION));

        trial.health.secretChanged(ACME, key("main", Tier.PRIORITIZED));

        assertThat(trial.admits("main")).isTrue();
    }

    @Test
    void aLateRejectionOfTheOldSecretTakesNothingFromWhatTheNewOneMet() {
        Permit first = trial.at(0).begins("main");
        Permit late = trial.begins("main");
        first.secretChanged();
        trial.at(1).fails("main", asking(OutcomeClass.RATE_LIMITED, 60));

        late.secretChanged();

        assertThat(trial.out("main")).isEqualTo(60);
    }

    @Test
    void aRejectedSecretThatIsAnotherOneByNowIsNotHeldAgainstItsKey() {
        Permit first = trial.at(0).begins("main");
        Permit second = trial.begins("main");
        trial.at(1).fails(first, outcome(OutcomeClass.CREDENTIAL_REJECTED));

        second.secretChanged();

        assertThat(trial.admits("main")).isTrue();
    }

    @Test
    void keepsALackOfPermissionToItsModel() {
        trial.at(0).fails("main", outcome(OutcomeClass.PERMISSION));

        assertThat(trial.admits("main")).isFalse();
        assertThat(trial.admits(ACME, key("main", Tier.PRIORITIZED), "other")).isTrue();
    }

    @Test
    void keepsARateLimitThatNamesTheModelToThatModel() {
        Outcome ofModel = new Outcome(
                OutcomeClass.RATE_LIMITED,
                SubClass.NONE,
                429,
                null,
                new ProviderError("Rate limit reached for gpt in organization org-1", null, null, null));
        trial.at(0).fails("main", ofModel);

        assertThat(trial.admits("main")).isFalse();
        assertThat(trial.admits(ACME, key("main", Tier.PRIORITIZED), "other")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 5", "QUOTA_EXHAUSTED, 600"})
    void keepsALimitOfAModelToThatModel(OutcomeClass why, double seconds) {
        trial.at(0).fails("main", Outcome.of(why, SubClass.MODEL_LIMIT, 429));

        assertThat(trial.out("main")).isEqualTo(seconds);
        assertThat(trial.admits(ACME, key("main", Tier.PRIORITIZED), "other")).isTrue();
        assertThat(trial.at(seconds).admits("main")).isTrue();
    }

    @Test
    void doesNotCoolAKeyWhoseLimitOneRequestExceeds() {
        trial.at(0).fails("main", Outcome.of(OutcomeClass.RATE_LIMITED, SubClass.REQUEST_EXCEEDS_LIMIT, 429));

        assertThat(trial.out("main")).isNull();
    }

    @Test
    void keepsWhatOwnKeysMeetToTheirWorkspace() {
        trial.at(0).fails("main", outcome(OutcomeClass.RATE_LIMITED));

        assertThat(trial.admits("globex", key("main", Tier.PRIORITIZED), "gpt")).isTrue();
    }

    @Test
    void sharesWhatTheOperatorsKeysMeet() {
        trial.at(0).fails(trial.begins(ACME, key("shared-1", Tier.SHARED), "gpt"), outcome(OutcomeClass.RATE_LIMITED));

        assertThat(trial.admits("globex", key("shared-1", Tier.SHARED), "gpt")).isFalse();
    }

    @Test
    void letsKeysThatWereRateLimitedBackOneAfterTheOther() {
        for (String name : new String[] {"a", "b", "c", "d"}) {
            trial.at(0).fails(name, asking(OutcomeClass.RATE_LIMITED, 1));
        }

        int calls = 0;
        for (int tenth = 10; tenth < 30; tenth++) {
            for (String name : new String[] {"a", "b", "c", "d"}) {
                calls += trial.at(tenth / 10.0).admits(name) ? 1 : 0;
            }
        }

        assertThat(calls).as("in two seconds").isEqualTo(4);
    }

    @Test
    void ignoresWhatAPermitIsToldASecondTime() {
        Permit permit = trial.at(0).begins("main");
        trial.succeeds(permit);

        trial.fails(permit, outcome(OutcomeClass.RATE_LIMITED));

        assertThat(trial.out("main")).isNull();
    }
}
