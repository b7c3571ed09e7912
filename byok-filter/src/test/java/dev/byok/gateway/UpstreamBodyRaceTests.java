package dev.byok.gateway;

import static dev.byok.gateway.BodyTrial.LAST_WORDS;
import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The upstream's thread against the caller's and the timers'. */
class UpstreamBodyRaceTests {

    private static final int ROUNDS = 3_000;
    private static final String[] CHUNKS = {ROLE, text("a"), text("b"), "data: {\"choi", "ces\":[]}\n\n", FINISH, DONE};
    private static final String WHOLE = String.join("", CHUNKS);

    @RegisterExtension
    static final TwoThreads THREADS = new TwoThreads();

    @Test
    void losesNothingWhenTheEndArrivesWhileTheCallerIsServed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            CallerSide caller = new CallerSide(0);
            BodyTrial trial = BodyTrial.streamTo(caller);
            trial.upstream.next(ROLE, text("a"));
            boolean cut = round % 2 == 0;

            THREADS.race(
                    () -> {
                        trial.upstream.next(text("b"), "data: {\"choi", "ces\":[]}\n\n", FINISH, DONE);
                        finish(trial, cut);
                    },
                    () -> takeUntilOver(caller));

            assertThat(caller.received()).as("round " + round).isEqualTo(WHOLE);
            assertThat(trial.ends).as("round " + round).containsExactly(BodyEnd.COMPLETE);
            trial.upstream.assertNothingHeld("round " + round);
        }
    }

    @Test
    void freesEverythingOnceHoweverTheThreadsMeet() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String name = "seed " + seed + ", round " + round;
            CallerSide caller = new CallerSide(random.nextInt(3));
            BodyTrial trial = BodyTrial.streamTo(caller);
            Random upstreams = new Random(random.nextLong());
            Random callers = new Random(random.nextLong());

            THREADS.race(() -> send(trial, upstreams), () -> disturb(trial, caller, callers));

            if (!caller.isDisposed()) {
                caller.request(Long.MAX_VALUE);
            }
            check(name, trial, caller);
        }
    }

    private static void send(BodyTrial trial, Random random) {
        int last = random.nextInt(CHUNKS.length + 1);
        for (int i = 0; i < last; i++) {
            trial.upstream.next(CHUNKS[i]);
        }
        finish(trial, random.nextBoolean());
    }

    private static void finish(BodyTrial trial, boolean cut) {
        if (cut) {
            trial.upstream.cut(new IOException("reset"));
        } else {
            trial.upstream.complete();
        }
    }

    private static void disturb(BodyTrial trial, CallerSide caller, Random random) {
        for (int i = random.nextInt(12); i > 0; i--) {
            switch (random.nextInt(12)) {
                case 0 -> caller.cancel();
                case 1 -> trial.peek.dispose();
                case 2 -> trial.body.fail(BodyEnd.STALLED);
                case 3 -> trial.body.cancel();
                default -> requestIfSubscribed(caller);
            }
        }
    }

    private static void check(String name, BodyTrial trial, CallerSide caller) {
        trial.upstream.assertNothingHeld(name);
        assertThat(trial.peeks).as(name).hasSizeLessThanOrEqualTo(1);
        boolean committed = trial.peeks.contains(new Peek.Committed());
        assertThat(trial.ends).as(name).hasSizeLessThanOrEqualTo(1);
        String received = caller.received();
        int words = received.indexOf(LAST_WORDS);
        assertThat(WHOLE)
                .as(name)
                .startsWith(withoutAddedTerminator(words < 0 ? received : received.substring(0, words)));
        if (!committed) {
            assertThat(received).as(name).isEmpty();
        } else if (caller.completed()) {
            assertThat(trial.ends).as(name).hasSize(1);
            assertThat(words >= 0).as(name).isEqualTo(trial.ends.get(0) != BodyEnd.COMPLETE);
        }
    }

    /** Where the stream ended at its finish reason the terminator is ours, which is also what would have come. */
    private static String withoutAddedTerminator(String received) {
        return received.endsWith(DONE) ? received.substring(0, received.length() - DONE.length()) : received;
    }

    private static void takeUntilOver(CallerSide caller) {
        while (!caller.over() && !Thread.currentThread().isInterrupted()) {
            requestIfSubscribed(caller);
        }
    }

    private static void requestIfSubscribed(CallerSide caller) {
        if (!caller.isDisposed()) {
            caller.request(1);
        }
    }
}
