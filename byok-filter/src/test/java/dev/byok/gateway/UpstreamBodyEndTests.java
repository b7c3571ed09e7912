package dev.byok.gateway;

import static dev.byok.gateway.BodyTrial.wordsOf;
import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.ERROR;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.MALFORMED;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

/** How a committed stream ends. */
class UpstreamBodyEndTests {

    private final BodyTrial trial = BodyTrial.stream();
    private final ManualUpstream upstream = trial.upstream;

    @Test
    void passesTheEndOfAStreamOn() {
        CallerSide caller = begin();

        upstream.next(FINISH, DONE).complete();

        assertThat(caller.received()).isEqualTo(text("a") + FINISH + DONE);
        assertEnd(caller, BodyEnd.COMPLETE);
    }

    @Test
    void addsTheTerminatorThatIsMissingAfterAFinishReason() {
        CallerSide caller = begin();

        upstream.next(FINISH).complete();

        assertThat(caller.received()).isEqualTo(text("a") + FINISH + DONE);
        assertEnd(caller, BodyEnd.COMPLETE);
    }

    @Test
    void takesACutAfterTheFinishReasonForTheEnd() {
        CallerSide caller = begin();

        upstream.next(FINISH).cut(new IOException("reset"));

        assertThat(caller.received()).isEqualTo(text("a") + FINISH + DONE);
        assertEnd(caller, BodyEnd.COMPLETE);
    }

    @Test
    void takesSilenceAfterTheFinishReasonForTheEnd() {
        CallerSide caller = begin();
        upstream.next(FINISH);

        trial.body.fail(BodyEnd.STALLED);

        assertThat(caller.received()).isEqualTo(text("a") + FINISH + DONE);
        assertEnd(caller, BodyEnd.COMPLETE);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void endsACutStreamWithLastWordsAndWithoutATerminator() {
        CallerSide caller = begin();

        upstream.next("data: {\"cho").cut(new IOException("reset"));

        assertThat(caller.received()).isEqualTo(text("a") + wordsOf(BodyEnd.CUT));
        assertEnd(caller, BodyEnd.CUT);
    }

    @Test
    void takesAnEndWithoutAFinishReasonForACut() {
        CallerSide caller = begin();

        upstream.complete();

        assertThat(caller.received()).isEqualTo(text("a") + wordsOf(BodyEnd.CUT));
        assertEnd(caller, BodyEnd.CUT);
    }

    @Test
    void endsAtAnErrorInsideTheStreamWithLastWordsInItsPlace() {
        CallerSide caller = begin();

        upstream.next(ERROR, DONE).complete();

        assertThat(caller.received()).isEqualTo(text("a") + wordsOf(BodyEnd.IN_BAND_ERROR));
        assertEnd(caller, BodyEnd.IN_BAND_ERROR);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void endsAtAnErrorThatCameTogetherWithTheFirstOutput() {
        upstream.next(text("a") + ERROR);
        CallerSide caller = trial.caller();

        assertThat(caller.received()).isEqualTo(text("a") + wordsOf(BodyEnd.IN_BAND_ERROR));
        assertEnd(caller, BodyEnd.IN_BAND_ERROR);
    }

    @Test
    void tellsAnErrorInTheUnfinishedLastEventFromACut() {
        CallerSide caller = begin();

        upstream.next(ERROR.substring(0, ERROR.length() - 1)).complete();

        assertEnd(caller, BodyEnd.IN_BAND_ERROR);
    }

    @Test
    void endsAtNonsenseAndPassesNothingOfWhatFollows() {
        CallerSide caller = begin();

        upstream.next(MALFORMED, text("b"), DONE);

        assertThat(caller.received()).endsWith(wordsOf(BodyEnd.CUT)).doesNotContain(text("b"), DONE);
        assertEnd(caller, BodyEnd.CUT);
    }

    @Test
    void endsAStalledStreamWithLastWords() {
        CallerSide caller = begin();

        trial.body.fail(BodyEnd.STALLED);
        trial.body.fail(BodyEnd.TOO_LONG);
        upstream.next(text("late")).complete();

        assertThat(caller.received()).isEqualTo(text("a") + wordsOf(BodyEnd.STALLED));
        assertEnd(caller, BodyEnd.STALLED);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void deliversWhatHasArrivedBeforeItsLastWordsToASlowCaller() {
        upstream.next(text("a"), text("b"));
        CallerSide caller = trial.caller(1);

        upstream.cut(new IOException("reset"));

        assertThat(caller.received()).isEqualTo(text("a"));
        assertThat(caller.over()).isFalse();
        caller.request(2);
        assertThat(caller.received()).isEqualTo(text("a") + text("b") + wordsOf(BodyEnd.CUT));
        assertEnd(caller, BodyEnd.CUT);
    }

    @Test
    void isEndedByATimerWhileItIsEmitting() {
        upstream.next(text("a"), text("b"));
        StringBuilder received = new StringBuilder();
        trial.body.subscribe(new BaseSubscriber<ByteBuf>() {
            @Override
            protected void hookOnNext(ByteBuf buffer) {
                trial.body.fail(BodyEnd.STALLED);
                received.append(buffer.toString(StandardCharsets.UTF_8));
                buffer.release();
            }
        });

        assertThat(received).hasToString(text("a") + text("b") + wordsOf(BodyEnd.STALLED));
        assertThat(trial.ends).containsExactly(BodyEnd.STALLED);
        upstream.assertNothingHeld("timer while emitting");
    }

    private CallerSide begin() {
        upstream.next(text("a"));
        return trial.caller();
    }

    private void assertEnd(CallerSide caller, BodyEnd end) {
        assertThat(caller.completed()).isTrue();
        assertThat(trial.ends).containsExactly(end);
        upstream.assertNothingHeld(end.text());
    }
}
