package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.idempotency.FirstOutcome;
import dev.byok.idempotency.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An upstream's answer on its way to a caller who may come again. */
class RecordingTests {

    private static final int ROUNDS = 1_000;
    private static final int LONGER_THAN_HELD = 100_000;

    @RegisterExtension
    static final TwoThreads THREADS = new TwoThreads();

    private BodyTrial trial = BodyTrial.stream();

    @AfterEach
    void nothingIsHeld() {
        trial.upstream.assertNothingHeld("recorded");
    }

    @Test
    void theCallerGetsItAsItComesAndAllOfItIsKept() {
        Recording recording = record(new Room(10_000));
        CallerSide caller = caller(recording, Long.MAX_VALUE);

        trial.upstream.next(text("b"));
        assertThat(caller.received()).isEqualTo(ROLE + text("a") + text("b"));
        assertThat(recording.ended()).isFalse();
        trial.upstream.next(FINISH, DONE).complete();

        assertThat(caller.completed()).isTrue();
        assertThat(whole(recording)).isEqualTo(caller.received()).endsWith(DONE);
    }

    @Test
    void aSlowCallerDoesNotHoldItUp() {
        Recording recording = record(new Room(1_000_000));
        CallerSide caller = caller(recording, 1);

        for (int i = 0; i < 10 * UpstreamBody.WINDOW; i++) {
            assertThat(trial.upstream.demand()).isPositive();
            trial.upstream.next(text("x"));
        }
        trial.upstream.next(FINISH, DONE).complete();

        assertThat(recording.ended()).isTrue();
        assertThat(whole(recording)).endsWith(DONE);
        assertThat(caller.completed()).isFalse();
        caller.request(Long.MAX_VALUE);
        assertThat(caller.received()).isEqualTo(whole(recording));
        assertThat(caller.completed()).isTrue();
    }

    @Test
    void withoutRoomTheUpstreamWaitsForTheCaller() {
        Recording recording = record(new Room(10));
        CallerSide caller = caller(recording, 0);

        int sent = 0;
        while (trial.upstream.demand() > 0) {
            trial.upstream.next(text("x"));
            sent++;
        }
        assertThat(sent).isLessThanOrEqualTo(2 * UpstreamBody.WINDOW);
        assertThat(recording.tooLong()).isTrue();
        caller.request(Long.MAX_VALUE);
        for (int i = 0; i < 10 * UpstreamBody.WINDOW; i++) {
            assertThat(trial.upstream.demand()).isPositive();
            trial.upstream.next(text("y"));
        }
        trial.upstream.next(FINISH, DONE).complete();

        assertThat(caller.completed()).isTrue();
        assertThat(caller.received()).endsWith(DONE);
        assertThat(recording.whole()).isNull();
    }

    @Test
    void itGoesOnWithoutItsCaller() {
        Recording recording = record(new Room(10_000));
        CallerSide caller = caller(recording, Long.MAX_VALUE);

        caller.cancel();
        trial.upstream.next(text("b"), FINISH, DONE).complete();

        assertThat(trial.upstream.cancelled()).isFalse();
        assertThat(whole(recording)).isEqualTo(ROLE + text("a") + text("b") + FINISH + DONE);
        assertThat(trial.ends).containsExactly(BodyEnd.COMPLETE);
    }

    @Test
    void itGoesOnWithoutACallerWhoNeverTookIt() {
        Recording recording = record(new Room(10_000));

        recording.callerLeaves();
        trial.upstream.next(FINISH, DONE).complete();

        assertThat(whole(recording)).endsWith(DONE);
    }

    @Test
    void withoutRoomAndWithoutACallerItIsGivenUp() {
        Recording recording = record(new Room(200));
        CallerSide caller = caller(recording, Long.MAX_VALUE);

        caller.cancel();
        assertThat(trial.upstream.cancelled()).isFalse();
        trial.upstream.next(text("b".repeat(200)));

        assertThat(trial.upstream.cancelled()).isTrue();
        assertThat(recording.ended()).isTrue();
        assertThat(recording.whole()).isNull();
        assertThat(trial.ends).containsExactly(BodyEnd.CANCELLED);
    }

    @Test
    void aCallerWhoLeavesWhatIsTooLongEndsIt() {
        Recording recording = record(new Room(1));
        CallerSide caller = caller(recording, 1);

        caller.cancel();

        assertThat(trial.upstream.cancelled()).isTrue();
        assertThat(recording.ended()).isTrue();
    }

    @Test
    void aBodyThatBreaksIsNoWholeAnswer() {
        trial = BodyTrial.whole();
        Recording recording = new Recording(new Room(1_000_000), () -> {});
        trial.upstream.next("{\"long\":\"" + "x".repeat(LONGER_THAN_HELD));
        trial.body.subscribe(recording);
        CallerSide caller = caller(recording, Long.MAX_VALUE);

        trial.upstream.cut(new IOException("reset"));

        assertThat(recording.ended()).isTrue();
        assertThat(recording.whole()).isNull();
        assertThat(caller.over()).isTrue();
        assertThat(caller.error()).isNotNull();
    }

    @Test
    void whoeverGivesItUpFreesEverything() {
        Recording recording = record(new Room(10_000));

        recording.giveUp();

        assertThat(trial.upstream.cancelled()).isTrue();
        assertThat(recording.ended()).isTrue();
    }

    @Test
    void aLeaveAtAnyMomentLosesNothingOfWhatIsKept() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            trial = BodyTrial.stream();
            AtomicInteger told = new AtomicInteger();
            Recording recording = record(new Room(10_000), told::incrementAndGet);
            CallerSide caller = caller(recording, Long.MAX_VALUE);

            THREADS.race(caller::cancel, () -> trial.upstream
                    .next(text("b"), text("c"), FINISH, DONE)
                    .complete());

            String whole = ROLE + text("a") + text("b") + text("c") + FINISH + DONE;
            assertThat(whole(recording)).as("round %d", round).isEqualTo(whole);
            assertThat(whole).startsWith(caller.received());
            assertThat(told).as("taken, ended").hasValue(2);
            trial.upstream.assertNothingHeld("round " + round);
        }
    }

    @Test
    void aLeaveAtAnyMomentEndsWhatIsTooLong() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            trial = BodyTrial.stream();
            Recording recording = record(new Room(ROLE.length() + 150));
            CallerSide caller = caller(recording, Long.MAX_VALUE);

            THREADS.race(caller::cancel, () -> trial.upstream.next(text("b".repeat(100)), text("c".repeat(100))));

            assertThat(recording.ended()).as("round %d", round).isTrue();
            assertThat(trial.upstream.cancelled()).isTrue();
            trial.upstream.assertNothingHeld("round " + round);
        }
    }

    /** The first events have come, and their answer is committed. */
    private Recording record(Lease lease) {
        return record(lease, () -> {});
    }

    private Recording record(Lease lease, Runnable onChange) {
        trial.upstream.next(ROLE + text("a"));
        Recording recording = new Recording(lease, onChange);
        trial.body.subscribe(recording);
        return recording;
    }

    private static CallerSide caller(Recording recording, long first) {
        CallerSide caller = new CallerSide(first);
        recording.live().subscribe(caller);
        return caller;
    }

    private static String whole(Recording recording) {
        byte @Nullable [] whole = recording.whole();
        assertThat(whole).isNotNull();
        return new String(whole, StandardCharsets.UTF_8);
    }

    /** Room for so many bytes. */
    private static final class Room implements Lease {

        private int left;

        Room(int bytes) {
            left = bytes;
        }

        @Override
        public boolean reserve(int bytes) {
            left -= bytes;
            return left >= 0;
        }

        @Override
        public void end(FirstOutcome outcome, boolean keep) {
            throw new AssertionError("not a recording's to end");
        }
    }
}
