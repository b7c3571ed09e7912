package dev.byok.gateway;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Ends an accepted answer that comes too slowly: one look now and then per answer, not a timer per chunk. The upstream's
 * clocks stand still while the caller is the slow one.
 */
final class BodyWatch implements Runnable {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);

    /** How long a connection may stay open after an answer that is whole. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final UpstreamBody body;
    private final boolean stream;
    private final long stall;
    private final long outputGap;
    private final long firstOutput;
    private final long deadline;

    private BodyWatch(UpstreamBody body, boolean stream, AttemptTimers timers, Duration firstOutput, Duration left) {
        this.body = body;
        this.stream = stream;
        this.stall = timers.stall().toNanos();
        this.outputGap = timers.outputGap().toNanos();
        this.firstOutput = firstOutput.toNanos();
        this.deadline = System.nanoTime() + left.toNanos();
    }

    /**
     * @param firstOutput what a stream has until its first output, if there has been none
     * @param left what is left of the attempt's time
     */
    static Disposable start(
            UpstreamBody body,
            boolean stream,
            AttemptTimers timers,
            Duration firstOutput,
            Duration left,
            Scheduler scheduler) {
        long shortest = Math.min(timers.stall().toMillis(), firstOutput.toMillis());
        long look = Math.max(SHORTEST_LOOK.toMillis(), Math.min(LONGEST_LOOK.toMillis(), shortest / 8));
        BodyWatch watch = new BodyWatch(body, stream, timers, firstOutput, left);
        return scheduler.schedulePeriodically(watch, look, look, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        if (now - deadline >= 0) {
            body.fail(BodyEnd.TOO_LONG);
        } else if (stream && stalled(now)) {
            body.fail(BodyEnd.STALLED);
        } else {
            body.ping();
        }
    }

    private boolean stalled(long now) {
        AnswerClock clock = body.clock();
        long silence = now - clock.silentSince(now);
        long withoutOutput = now - clock.withoutOutputSince(now);
        return silence >= stall
                || withoutOutput >= (clock.outputSeen() ? outputGap : firstOutput)
                || (clock.answerComplete() && silence >= LINGER.toNanos());
    }
}
