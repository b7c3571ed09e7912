package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.ERROR;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.MALFORMED;
import static dev.byok.gateway.ManualUpstream.PING;
import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.byok.dialect.ChatStream;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

/** Until the body commits, and how it is passed on then. */
class UpstreamBodyTests {

    private final BodyTrial trial = BodyTrial.stream();
    private final ManualUpstream upstream = trial.upstream;

    @Test
    void commitsAtTheFirstRealOutputAndReplaysWhatCameBefore() {
        upstream.next(PING, ROLE);
        assertThat(trial.peeks).isEmpty();

        upstream.next(text("Hel"));
        CallerSide caller = trial.caller();
        upstream.next(text("lo"));

        assertThat(trial.peeks).containsExactly(new Peek.Committed());
        assertThat(caller.received()).isEqualTo(PING + ROLE + text("Hel") + text("lo"));
        assertThat(trial.ends).isEmpty();
        trial.body.cancel();
        upstream.assertNothingHeld("replayed");
    }

    @Test
    void isGivenUpByACancelThatComesWhileItsBeginningIsTold() {
        ManualUpstream source = new ManualUpstream();
        UpstreamBody body =
                new UpstreamBody(source, new StreamAnswerReader(new ChatStream(false)), end -> null, trial.ends::add);
        body.peek().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(Peek seen) {
                cancel();
            }
        });

        source.next(ROLE, text("a"), text("b"));

        source.assertNothingHeld("given up");
        assertThat(source.cancelled()).isTrue();
        assertThat(trial.ends).containsExactly(BodyEnd.CANCELLED);
    }

    @Test
    void canBeReadOnce() {
        upstream.next(text("a"));
        CallerSide first = trial.caller();

        CallerSide second = trial.caller();
        upstream.next(text("b"));

        assertThat(second.error()).isInstanceOf(IllegalStateException.class);
        assertThat(first.received()).isEqualTo(text("a") + text("b"));
        first.cancel();
        upstream.assertNothingHeld("read once");
    }

    @Test
    void saysThatItIsGoneToWhoComesTooLate() {
        upstream.next(text("a"));
        trial.body.cancel();

        CallerSide late = trial.caller();

        assertThat(late.error()).isInstanceOf(BrokenAnswerException.class);
        upstream.assertNothingHeld("too late");
    }

    @Test
    void asksForNoMoreThanTheWindowWhileTheCallerTakesNothing() {
        upstream.next(ROLE, PING, text("a"));
        CallerSide caller = trial.caller(0);

        while (upstream.demand() > 0) {
            upstream.next(text("x"));
        }
        assertThat(upstream.demand()).isZero();
        int passed = 0;
        while (!caller.received().endsWith(text("x"))) {
            caller.request(1);
            passed++;
        }
        caller.request(100);
        while (upstream.demand() > 0 && passed++ < 1_000) {
            upstream.next(text("y"));
            assertThat(upstream.demand()).isLessThanOrEqualTo(UpstreamBody.WINDOW);
        }

        assertThat(upstream.demand()).isZero();
        caller.cancel();
        upstream.assertNothingHeld("slow caller");
    }

    @Test
    void neverHasMoreThanTheWindowUnderWayHoweverMuchWasParked() {
        for (int i = 0; i < 200; i++) {
            upstream.next(PING);
            assertThat(upstream.demand()).isBetween(1L, (long) UpstreamBody.WINDOW);
        }

        upstream.next(text("a"));
        trial.caller();

        assertThat(upstream.demand()).isBetween(1L, (long) UpstreamBody.WINDOW);
        trial.body.cancel();
        upstream.assertNothingHeld("parked");
    }

    @Test
    void standsTheClocksStillWhileTheCallerIsTheSlowOne() {
        upstream.next(text("a"));
        assertThat(trial.body.clock().silentSince(-7)).isEqualTo(-7);
        CallerSide caller = trial.caller(1);
        assertThat(trial.body.clock().silentSince(-7)).isNotEqualTo(-7);

        upstream.next(text("b"));

        assertThat(trial.body.clock().silentSince(-7)).isEqualTo(-7);
        assertThat(trial.body.clock().withoutOutputSince(-7)).isEqualTo(-7);
        caller.request(1);
        assertThat(trial.body.clock().silentSince(-7)).isNotEqualTo(-7);
        assertThat(trial.body.clock().withoutOutputSince(-7)).isNotEqualTo(-7);
        caller.cancel();
        upstream.assertNothingHeld("clocks");
    }

    @Test
    void takesPingsForLifeButNotForOutput() {
        upstream.next(text("a"));
        CallerSide caller = trial.caller();
        long output = trial.body.clock().withoutOutputSince(0);
        while (System.nanoTime() == output) {
            Thread.onSpinWait();
        }

        upstream.next(PING);

        assertThat(trial.body.clock().withoutOutputSince(0)).isEqualTo(output);
        assertThat(trial.body.clock().silentSince(0)).isGreaterThan(output);
        caller.cancel();
    }

    @Test
    void seesAResetBeforeTheFirstOutput() {
        IOException reset = new IOException("reset");
        upstream.next(ROLE);

        upstream.cut(reset);

        assertThat(trial.peeks).containsExactly(new Peek.Broken(reset));
        assertNothingPassed("reset");
    }

    @Test
    void seesAnErrorInsideTheStreamBeforeTheFirstOutput() {
        upstream.next(ROLE, ERROR);

        assertThat(trial.peeks).singleElement().isInstanceOfSatisfying(Peek.InBandError.class, seen -> assertThat(
                        new String(seen.payload(), StandardCharsets.UTF_8))
                .contains("server_error"));
        assertThat(upstream.cancelled()).isTrue();
        assertNothingPassed("in-band error");
    }

    @Test
    void seesAnErrorThatIsTheUnfinishedLastEvent() {
        upstream.next(ERROR.substring(0, ERROR.length() - 1));

        upstream.complete();

        assertThat(trial.peeks).singleElement().isInstanceOf(Peek.InBandError.class);
        assertNothingPassed("unfinished error");
    }

    @Test
    void seesNothingInNonsenseBeforeTheFirstOutput() {
        upstream.next(ROLE, MALFORMED);

        assertThat(trial.peeks).containsExactly(new Peek.Nothing());
        assertNothingPassed("nonsense");
    }

    @Test
    void seesNothingWhereNonsenseAndOutputComeTogether() {
        upstream.next(MALFORMED + text("a"));

        assertThat(trial.peeks).containsExactly(new Peek.Nothing());
        assertNothingPassed("nonsense with output");
    }

    @Test
    void seesNothingInAStreamThatEndsBeforeItsFirstOutput() {
        upstream.next(ROLE);

        upstream.complete();

        assertThat(trial.peeks).containsExactly(new Peek.Nothing());
        assertNothingPassed("empty");
    }

    @Test
    void seesNothingInAStreamThatIsDoneWithoutOutput() {
        upstream.next(ROLE, DONE);

        assertThat(trial.peeks).containsExactly(new Peek.Nothing());
        assertNothingPassed("done without output");
    }

    @Test
    void seesNothingInAFloodOfPings() {
        String flood = PING.repeat(1_000);
        int sent = 0;
        while (trial.peeks.isEmpty() && sent < 1_000) {
            upstream.next(flood);
            sent++;
        }

        assertThat(trial.peeks).containsExactly(new Peek.Nothing());
        assertThat((long) sent * flood.length()).isBetween(256L * 1024, 300L * 1024);
        assertThat(upstream.cancelled()).isTrue();
        assertNothingPassed("flood");
    }

    @Test
    void endsWhereItsReaderFails() {
        AnswerReader reader = mock(AnswerReader.class);
        when(reader.accept(any())).thenAnswer(call -> {
            call.getArgument(0, ByteBuf.class).release();
            throw new IllegalStateException("cannot read this");
        });
        BodyTrial failing = BodyTrial.with(reader, null);

        failing.upstream.next(text("a"));

        assertThat(failing.peeks).singleElement().isInstanceOf(Peek.Broken.class);
        assertThat(failing.upstream.cancelled()).isTrue();
        failing.upstream.next(FINISH).assertNothingHeld("failing reader");
    }

    /** What comes after a decision is dropped, and the end of the body is nobody's concern. */
    private void assertNothingPassed(String name) {
        upstream.next(text("late"));
        upstream.complete();
        assertThat(trial.peeks).hasSize(1);
        assertThat(trial.ends).isEmpty();
        upstream.assertNothingHeld(name);
    }
}
