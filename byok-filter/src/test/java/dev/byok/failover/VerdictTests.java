package dev.byok.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTests {

    @ParameterizedTest
    @CsvSource({
        "OK,                  NONE,       false, false, RETURN",
        "CREDENTIAL_REJECTED, NONE,       false, false, NEXT_ATTEMPT",
        "QUOTA_EXHAUSTED,     DAILY,      false, false, NEXT_ATTEMPT",
        "RATE_LIMITED,        NONE,       true,  true,  NEXT_ATTEMPT",
        "PERMISSION,          MODEL_NOT_FOUND, false, false, NEXT_ATTEMPT",
        "OVERLOADED,          NONE,       false, false, NEXT_ATTEMPT",
        "OVERLOADED,          IN_BAND,    false, false, NEXT_ATTEMPT",
        "OVERLOADED,          TIMEOUT,    false, false, NEXT_ATTEMPT",
        "OVERLOADED,          CONNECTION, false, false, SAME_KEY_ONCE",
        "SILENT,              NONE,       false, false, NEXT_ENDPOINT",
        "CONTEXT_LENGTH,      NONE,       false, false, NEXT_LARGER_MODEL",
        "CONTEXT_LENGTH,      REQUEST_TOO_LARGE, true, true, NEXT_LARGER_MODEL",
        "MODERATED,           NONE,       false, false, RETURN",
        "MODERATED,           NONE,       true,  false, RETURN",
        "MODERATED,           NONE,       false, true,  NEXT_MODEL",
        "INVALID_REQUEST,     NONE,       false, true,  RETURN",
        "INVALID_REQUEST,     NONE,       true,  false, NEXT_MODEL",
        "POLICY,              NONE,       true,  true,  RETURN",
        "CANCELLED,           NONE,       true,  true,  RETURN",
        "UNEXPECTED,          NONE,       false, false, NEXT_ATTEMPT"
    })
    void saysWhatAFailureMeansForTheRest(
            OutcomeClass outcomeClass, SubClass subClass, boolean substitute, boolean nextModel, Verdict expected) {
        Outcome outcome = Outcome.of(outcomeClass, subClass, 0);

        assertThat(Verdict.of(outcome, substitute, nextModel)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // earlier and later failure, and the one that tells the caller more
        "CREDENTIAL_REJECTED, RATE_LIMITED,   RATE_LIMITED",
        "RATE_LIMITED,        CREDENTIAL_REJECTED, RATE_LIMITED",
        "QUOTA_EXHAUSTED,     RATE_LIMITED,   RATE_LIMITED",
        "OVERLOADED,          RATE_LIMITED,   RATE_LIMITED",
        "CREDENTIAL_REJECTED, OVERLOADED,     OVERLOADED",
        "SILENT,              OVERLOADED,     OVERLOADED",
        "UNEXPECTED,          SILENT,         SILENT",
        "CREDENTIAL_REJECTED, PERMISSION,     PERMISSION",
        "PERMISSION,          QUOTA_EXHAUSTED, QUOTA_EXHAUSTED",
        "QUOTA_EXHAUSTED,     UNEXPECTED,     UNEXPECTED",
        "UNEXPECTED,          CONTEXT_LENGTH, CONTEXT_LENGTH",
        "CREDENTIAL_REJECTED, OK,             CREDENTIAL_REJECTED"
    })
    void choosesTheFailureTheCallerCanDoMostAbout(OutcomeClass earlier, OutcomeClass later, OutcomeClass expected) {
        List<AttemptRecord> records = Stream.of(earlier, later)
                .map(outcome -> record("0 openai a", outcome, SubClass.NONE))
                .toList();

        assertThat(MostActionable.of(records))
                .isNotNull()
                .satisfies(chosen -> assertThat(chosen.outcome().outcomeClass()).isEqualTo(expected));
    }

    @Test
    void choosesTheFirstAmongEquals() {
        List<AttemptRecord> records = List.of(
                record("0 openai a", OutcomeClass.RATE_LIMITED, SubClass.NONE),
                record("0 openai b", OutcomeClass.RATE_LIMITED, SubClass.NONE));

        assertThat(MostActionable.of(records)).isSameAs(records.get(0));
    }

    @Test
    void doesNotAskToWaitWhereWaitingNeverHelps() {
        List<AttemptRecord> records = List.of(
                record("0 openai a", OutcomeClass.RATE_LIMITED, SubClass.REQUEST_EXCEEDS_LIMIT),
                record("0 openai b", OutcomeClass.OVERLOADED, SubClass.NONE));

        assertThat(MostActionable.of(records)).isSameAs(records.get(1));
    }

    @Test
    void choosesNothingOfNothing() {
        assertThat(MostActionable.of(List.of())).isNull();
    }

    private static AttemptRecord record(String attempt, OutcomeClass outcomeClass, SubClass subClass) {
        return new AttemptRecord(
                Walk.attempt(attempt, Map.of()), Outcome.of(outcomeClass, subClass, 0), Duration.ofMillis(1));
    }
}
