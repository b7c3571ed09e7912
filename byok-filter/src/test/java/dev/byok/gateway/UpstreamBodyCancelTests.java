package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A caller that goes away, in each phase. */
class UpstreamBodyCancelTests {

    private final BodyTrial trial = BodyTrial.stream();
    private final ManualUpstream upstream = trial.upstream;

    @Test
    void closesTheUpstreamWhileItsBeginningIsParked() {
        upstream.next(ROLE);

        trial.peek.dispose();

        assertGone();
        assertThat(trial.ends).isEmpty();
    }

    @Test
    void closesTheUpstreamBeforeAnybodyHasSubscribed() {
        upstream.next(ROLE, text("a"));

        trial.body.cancel();

        assertGone();
        assertThat(trial.ends).containsExactly(BodyEnd.CANCELLED);
    }

    @Test
    void closesTheUpstreamInTheMiddle() {
        upstream.next(text("a"));
        CallerSide caller = trial.caller(1);
        upstream.next(text("b"), "data: {\"cho");

        caller.cancel();
        trial.body.cancel();

        assertGone();
        assertThat(caller.received()).isEqualTo(text("a"));
        assertThat(trial.ends).containsExactly(BodyEnd.CANCELLED);
    }

    @Test
    void leavesAnUpstreamThatIsDoneAloneAndFreesWhatWasNotTaken() {
        upstream.next(text("a"));
        CallerSide caller = trial.caller(1);
        upstream.next(FINISH, DONE).complete();

        caller.cancel();

        assertThat(upstream.cancelled()).isFalse();
        assertThat(trial.ends).containsExactly(BodyEnd.COMPLETE);
        upstream.assertNothingHeld("done");
    }

    @Test
    void changesNothingAfterTheEnd() {
        upstream.next(text("a"));
        CallerSide caller = trial.caller();
        upstream.next(FINISH, DONE).complete();

        trial.body.cancel();
        trial.body.fail(BodyEnd.STALLED);

        assertThat(caller.completed()).isTrue();
        assertThat(trial.ends).containsExactly(BodyEnd.COMPLETE);
        upstream.assertNothingHeld("after the end");
    }

    private void assertGone() {
        assertThat(upstream.cancelled()).isTrue();
        upstream.next(text("late"));
        upstream.complete();
        upstream.assertNothingHeld("gone");
    }
}
