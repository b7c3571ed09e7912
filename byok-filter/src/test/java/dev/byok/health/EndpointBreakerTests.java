package dev.byok.health;

import static dev.byok.health.Trial.ACME;
import static dev.byok.health.Trial.asking;
import static dev.byok.health.Trial.key;
import static dev.byok.health.Trial.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Tier;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointBreakerTests {

    private final Trial trial = new Trial();

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "SILENT", "UNEXPECTED"})
    void opensAtFiveFailuresInARowForAllKeysOfTheEndpoint(OutcomeClass why) {
        for (int i = 0; i < 4; i++) {
            trial.at(i).fails("key-" + i, outcome(why));
        }
        assertThat(trial.out("other")).isNull();

        trial.at(4).fails("key-4", outcome(why));

        assertThat(trial.out("other")).isEqualTo(5);
        assertThat(trial.admits(ACME, key("other", Tier.PRIORITIZED), "another model"))
                .isTrue();
    }

    /** Who fails notes the time, and then tells; meanwhile somebody may be let in, later by the clock and earlier in fact. */
    @Test
    void staysOpenNoLongerForAnAttemptThatWasLetInBefore() {
        Permit early = trial.at(2).begins("early");
        Permit lucky = trial.begins("lucky");
        for (int i = 0; i < 5; i++) {
            trial.at(1).fails("key-" + i, outcome(OutcomeClass.OVERLOADED));
        }
        assertThat(trial.out("main")).isEqualTo(5);

        trial.at(3).fails(early, outcome(OutcomeClass.OVERLOADED));
        trial.succeeds(lucky);

        assertThat(trial.out("main")).isEqualTo(3);
    }

    @Test
    void startsCountingAnewAfterASuccess() {
        for (int i = 0; i < 9; i++) {
            if (i == 4) {
                trial.at(i).succeeds("main");
            } else {
                trial.at(i).fails("main", outcome(OutcomeClass.OVERLOADED));
            }
        }

        assertThat(trial.out("main")).isNull();
    }

    @Test
    void opensWhereMoreThanHalfOfTwentyRequestsFailed() {
        for (int i = 0; i < 19; i++) {
            if (i % 4 == 0) {
                trial.at(i).succeeds("main");
            } else {
                trial.at(i).fails("main", outcome(OutcomeClass.OVERLOADED));
            }
        }
        assertThat(trial.out("main")).as("19 requests").isNull();

        trial.at(19).fails("main", outcome(OutcomeClass.OVERLOADED));

        assertThat(trial.out("main")).isEqualTo(5);
    }

    @Test
    void forgetsWhatIsLongerAgoThanItsWindow() {
        for (int i = 0; i < 40; i++) {
            double minute = i * 60.0;
            trial.at(minute).fails("main", outcome(OutcomeClass.OVERLOADED));
            trial.fails("main", outcome(OutcomeClass.OVERLOADED));
            trial.succeeds("main");
        }

        assertThat(trial.out("main")).isNull();
    }

    @Test
    void countsOneFailurePerRequest() {
        for (int i = 0; i < 20; i++) {
            trial.at(i).begins("main").failed(outcome(OutcomeClass.OVERLOADED), false, Instant.EPOCH);
        }

        assertThat(trial.out("main")).isNull();
    }

    @Test
    void readmitsByOneProbeAndStaysOutLongerWhereItFails() {
        open(0);

        Permit probe = trial.at(5).begins("main");
        assertThat(trial.admits("main")).isFalse();
        trial.fails(probe, outcome(OutcomeClass.OVERLOADED));

        assertThat(trial.out("main")).isEqualTo(10);
        trial.at(15).fails("main", outcome(OutcomeClass.OVERLOADED));
        assertThat(trial.out("main")).isEqualTo(20);
        trial.at(35).fails("main", outcome(OutcomeClass.OVERLOADED));
        assertThat(trial.out("main")).as("at most").isEqualTo(30);
    }

    @Test
    void closesAtTheFirstSuccessOfAProbe() {
        open(0);

        trial.at(5).succeeds("main");

        assertThat(trial.admits("main")).isTrue();
        trial.fails("main", outcome(OutcomeClass.OVERLOADED));
        assertThat(trial.out("main")).isNull();
    }

    @Test
    void isNotClosedByARequestThatBeganBeforeItOpened() {
        Permit old = trial.at(0).begins("main");
        open(1);

        trial.at(2).succeeds(old);

        assertThat(trial.out("main")).isEqualTo(4);
    }

    @Test
    void givesALeaseBackThatDecidedNothing() {
        open(0);
        Permit left = trial.at(5).begins("main");
        left.released();
        Permit limited = trial.begins("main");
        trial.fails(limited, outcome(OutcomeClass.RATE_LIMITED));

        assertThat(trial.admits("other")).isTrue();
    }

    @Test
    void staysOpenAsLongAsTheProviderAsks() {
        for (int i = 0; i < 5; i++) {
            trial.at(0).fails("main", asking(OutcomeClass.OVERLOADED, 42));
        }

        assertThat(trial.out("main")).isEqualTo(42);
    }

    @Test
    void belongsToItsWorkspaceWhereKeysAreItsOwn() {
        open(0);

        assertThat(trial.admits("globex", key("main", Tier.PRIORITIZED), "gpt")).isTrue();
        assertThat(trial.admits(ACME, key("shared", Tier.SHARED), "gpt")).isTrue();
    }

    private void open(double second) {
        for (int i = 0; i < 5; i++) {
            trial.at(second).fails("main", outcome(OutcomeClass.OVERLOADED));
        }
    }
}
