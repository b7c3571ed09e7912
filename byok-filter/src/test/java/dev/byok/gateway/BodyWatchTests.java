package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

    private Disposable begin(Duration stall, Duration outputGap, Duration left, boolean stream) {
        trial.upstream.next(text("a"));
        trial.caller(1);
        AttemptTimers limits = new AttemptTimers(LONG, LONG, LONG, stall, outputGap, LONG);
        return BodyWatch.start(trial.body, stream, limits, FIRST_OUTPUT, left, time);
    }
}
