package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.ChatStream;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** When the watch looks is virtual time; how long an upstream has been silent is real, so limits here are nothing or long. */
class BodyWatchTests {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration NEXT_TO_NOTHING = Duration.ofNanos(1);
    private static final Duration FIRST_OUTPUT = LONG;
    private static final Duration LOOK = Duration.ofMillis(20);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final BodyTrial trial = BodyTrial.stream();

    @Test
    void endsAnAnswerThatStallsAtItsNextLook() {
        begin(NEXT_TO_NOTHING, LONG, LONG, true);

        time.advanceTimeBy(LOOK.minusMillis(1));
        assertThat(trial.ends).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(trial.ends).containsExactly(BodyEnd.STALLED);
    }

    @Test
    void endsAnAnswerWithoutOutput() {
        begin(LONG, NEXT_TO_NOTHING, LONG, true);

        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(trial.ends).containsExactly(BodyEnd.STALLED);
    }

    @Test
    void endsAnAnswerWhoseTimeIsUp() {
        begin(LONG, LONG, Duration.ZERO, false);

        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(trial.ends).containsExactly(BodyEnd.TOO_LONG);
    }

    @Test
    void letsAnAnswerThatIsNotStreamedBeSilent() {
        begin(NEXT_TO_NOTHING, NEXT_TO_NOTHING, LONG, false);

        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(trial.ends).isEmpty();
    }

    @Test
    void blamesNoUpstreamForACallerThatTakesNothing() {
        begin(NEXT_TO_NOTHING, NEXT_TO_NOTHING, LONG, true);
        trial.upstream.next(text("not taken"));

        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(trial.ends).isEmpty();
        trial.body.cancel();
    }

    @Test
    void looksNoMoreOnceItIsDisposed() {
        Disposable watch = begin(NEXT_TO_NOTHING, LONG, LONG, true);
        watch.dispose();

        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(trial.ends).isEmpty();
    }

    @Test
    void keepsACallersConnectionOpenWhereItsDialectHasAWordForThat() {
        BodyTrial pinging = BodyTrial.with(new Pinging(), null);
        pinging.upstream.next(text("a"));
        AttemptTimers limits = new AttemptTimers(LONG, LONG, LONG, LONG, LONG, LONG);
        Disposable watch = BodyWatch.start(pinging.body, true, limits, FIRST_OUTPUT, LONG, time);

        time.advanceTimeBy(Duration.ofSeconds(2));
        CallerSide caller = pinging.caller();
        String untaken = caller.received();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(untaken).isEqualTo(text("a"));
        assertThat(caller.received()).isEqualTo(text("a") + ManualUpstream.PING);
        watch.dispose();
        pinging.body.cancel();
    }

    private static final class Pinging implements AnswerReader {

        private final AnswerReader answer = new StreamAnswerReader(new ChatStream(false));

        @Override
        public @Nullable ByteBuf accept(ByteBuf chunk) {
            return answer.accept(chunk);
        }

        @Override
        public @Nullable ByteBuf end() {
            return answer.end();
        }

        @Override
        public boolean committed() {
            return answer.committed();
        }

        @Override
        public byte @Nullable [] errorPayload() {
            return answer.errorPayload();
        }

        @Override
        public boolean broken() {
            return answer.broken();
        }

        @Override
        public boolean complete() {
            return answer.complete();
        }

        @Override
        public boolean whole() {
            return answer.whole();
        }

        @Override
        public long outputs() {
            return answer.outputs();
        }

        @Override
        public boolean pings() {
            return true;
        }

        @Override
        public ByteBuf ping() {
            return ManualUpstream.buffer(ManualUpstream.PING);
        }

        @Override
        public void release() {
            answer.release();
        }
    }

    private Disposable begin(Duration stall, Duration outputGap, Duration left, boolean stream) {
        trial.upstream.next(text("a"));
        trial.caller(1);
        AttemptTimers limits = new AttemptTimers(LONG, LONG, LONG, stall, outputGap, LONG);
        return BodyWatch.start(trial.body, stream, limits, FIRST_OUTPUT, left, time);
    }
}
