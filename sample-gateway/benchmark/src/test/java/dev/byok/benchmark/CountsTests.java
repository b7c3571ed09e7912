package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CountsTests {

    private static final String WHAT = "Byok, failover: ";

    @Test
    void travelAsALineWithTheProblemsSpaces() {
        Counts counts = new Counts(10, 9, 2, 64, 65, "a body of 3 bytes is not what had to arrive");

        assertThat(Counts.of(counts.line())).isEqualTo(counts);
    }

    @Test
    void acceptRequestsInFlightAtEitherEnd() {
        counts(1000, 0).check(WHAT, answers(1000), 4, false);
        counts(1008, 0).check(WHAT, answers(1000), 4, false);
        counts(1000, 1003).check(WHAT, answers(1000), 4, true);
    }

    @Test
    void failWhereAnswersCameWithoutRequestsOrRequestsWithoutAnswers() {
        assertThatThrownBy(() -> counts(999, 0).check(WHAT, answers(1000), 4, false))
                .hasMessage("Byok, failover: 1000 answers, but 999 requests arrived");
        assertThatThrownBy(() -> counts(1009, 0).check(WHAT, answers(1000), 4, false))
                .hasMessageContaining("1009 requests arrived");
    }

    @Test
    void failWhereNotEachRequestWasRefusedOnce() {
        assertThatThrownBy(() -> counts(1000, 17).check(WHAT, answers(1000), 4, true))
                .hasMessage("Byok, failover: 1000 answers, but 17 requests were refused upstream");
        assertThatThrownBy(() -> counts(1000, 2000).check(WHAT, answers(1000), 4, true))
                .isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> counts(1000, 1).check(WHAT, answers(1000), 4, false))
                .hasMessageContaining("credential that is refused");
    }

    @Test
    void failWhereOneRequestWasWrong() {
        Counts counts = new Counts(1000, 0, 1, 0, 0, "a body of 3 bytes");

        assertThatThrownBy(() -> counts.check(WHAT, answers(1000), 4, false))
                .hasMessage("Byok, failover: 1 of 1000 requests arrived wrong: a body of 3 bytes");
    }

    private static Counts counts(long served, long refused) {
        return new Counts(served, refused, 0, 0, 0, "none");
    }

    private static WrkResult answers(long requests) {
        return new WrkResult(requests, 1_000_000, 1, 0, 0, 100, 200);
    }
}
