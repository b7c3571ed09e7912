package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is not streamed. */
class WholeAnswerBodyTests {

    private static final String HALF = "x".repeat(WholeAnswerReader.HELD / 2);

    private final BodyTrial trial = BodyTrial.whole();
    private final ManualUpstream upstream = trial.upstream;

    @Test
    void commitsAtItsEnd() {
        upstream.next("{\"id\":", "\"1\"}");
        assertThat(trial.peeks).isEmpty();

        upstream.complete();
        CallerSide caller = trial.caller();

        assertThat(trial.peeks).containsExactly(new Peek.Committed());
        assertThat(caller.received()).isEqualTo("{\"id\":\"1\"}");
        assertThat(caller.completed()).isTrue();
        assertThat(trial.ends).containsExactly(BodyEnd.COMPLETE);
        upstream.assertNothingHeld("whole");
    }

    @Test
    void goesLiveWhenItIsLongerThanWhatIsHeld() {
        upstream.next(HALF, HALF);
        assertThat(trial.peeks).isEmpty();

        upstream.next("y");
        CallerSide caller = trial.caller();
        upstream.next("z").complete();

        assertThat(trial.peeks).containsExactly(new Peek.Committed());
        assertThat(caller.received()).isEqualTo(HALF + HALF + "yz");
        assertThat(trial.ends).containsExactly(BodyEnd.COMPLETE);
        upstream.assertNothingHeld("live");
    }

    @Test
    void breaksTheCallersConnectionWhenItIsCutAfterItWentLive() {
        IOException reset = new IOException("reset");
        upstream.next(HALF, HALF, "y");
        CallerSide caller = trial.caller();

        upstream.cut(reset);

        assertThat(caller.error()).isSameAs(reset);
        assertThat(trial.ends).containsExactly(BodyEnd.CUT);
        upstream.assertNothingHeld("cut");
    }

    @Test
    void breaksTheCallersConnectionWhenItTakesTooLong() {
        upstream.next(HALF, HALF, "y");
        CallerSide caller = trial.caller();

        trial.body.fail(BodyEnd.TOO_LONG);

        assertThat(caller.error()).isInstanceOf(BrokenAnswerException.class);
        assertThat(trial.ends).containsExactly(BodyEnd.TOO_LONG);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void isBrokenWhenItIsCutBeforeItsEnd() {
        IOException reset = new IOException("reset");
        upstream.next("{\"id\":");

        upstream.cut(reset);

        assertThat(trial.peeks).containsExactly(new Peek.Broken(reset));
        assertThat(trial.ends).isEmpty();
        upstream.assertNothingHeld("broken");
    }

    @Test
    void isNothingWhenItIsEmpty() {
        upstream.next("");

        upstream.complete();

        assertThat(trial.peeks).containsExactly(new Peek.Nothing());
        upstream.assertNothingHeld("empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"broke\"}}",
                "{\"error\":\"broke\"}",
                "\r\n { \"error\" : {\"code\":500} }",
                "{|\"err|or\"|:|{\"code\":500}}",
                "{\"id\":\"gen-1\",\"error\":{\"code\":429,\"message\":\"no\"},\"user_id\":\"u\"}",
                "{\"code\":\"unavailable\",|\"error|\":\"try later\"}",
                "{\"id\":1,\"choices\":[],\"error\":{\"code\":502}}",
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":\"error\"}],"
                        + "\"error\":{\"code\":502}}",
                "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"er|ror\"}],\"error\":{}}",
                "{\"error\":{\"code\":502},\"choices\":[{\"text\":\"\"}]}",
                "{\"object\":\"list\",\"data\":[],\"error\":\"broke\"}",
                "[{\"error\":{\"code\":400}}]",
                "{\"id\":1,\"error\":{\"message\":\"cut o"
            })
    void seesAnErrorInsideA200HoweverItIsCutIntoPieces(String body) {
        upstream.next(body.split("\\|", -1)).complete();

        assertThat(trial.peeks).singleElement().isInstanceOfSatisfying(Peek.InBandError.class, seen -> assertThat(
                        seen.payload())
                .isEqualTo(body.replace("|", "").getBytes(StandardCharsets.UTF_8)));
        upstream.assertNothingHeld(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":null,\"choices\":[]}",
                "{\"errors\":1}",
                "{\"id\":1,\"error\":{},\"x\":\"\",\"y\":[]}",
                "[\"error\"]",
                "{",
                "{\"er ror\":{}}",
                "{\"id\":1,\"error\":null,\"choices\":[{\"message\":{\"content\":\"\"}}]}",
                "{\"id\":1,\"meta\":{\"error\":{\"code\":1}}}",
                "{\"choices\":[{\"message\":{\"content\":\"write {\\\"error\\\":{}}\"}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"half\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":502}}",
                "{\"error\":{\"code\":502},\"choices\":[{\"message\":{\"tool_calls\":[{}]}}]}",
                "{\"error\":\"x\",\"choices\":[{\"text\":\"half\"}]}",
                "{\"data\":[{\"embedding\":[1]}],\"error\":{\"code\":1}}",
                "{\"choices\":[{\"message\":{\"name\":\"error\",\"content\":\"\"},\"finish_reason\":\"stop\"}]}",
                "{\"error|s\":{}}",
                "é\"error\":{}"
            })
    void takesNothingElseForAnError(String body) {
        upstream.next(body.split("\\|", -1)).complete();

        assertThat(trial.peeks).containsExactly(new Peek.Committed());
        assertThat(trial.caller().received()).isEqualTo(body.replace("|", ""));
        upstream.assertNothingHeld(body);
    }

    @Test
    void seesAnErrorThatBeginsALongAnswer() {
        upstream.next("{\"error\":{\"message\":\"" + HALF, HALF, "x");

        assertThat(trial.peeks).singleElement().isInstanceOf(Peek.InBandError.class);
        upstream.assertNothingHeld("long error");
    }

    @Test
    void readsNoErrorBehindWhatIsHeld() {
        upstream.next("{\"a\":\"" + HALF, HALF + "\"", ",\"error\":{\"code\":1}}")
                .complete();

        assertThat(trial.peeks).containsExactly(new Peek.Committed());
        assertThat(trial.caller().received()).endsWith("\"error\":{\"code\":1}}");
        upstream.assertNothingHeld("late error");
    }

    @Test
    void holdsNothingWhenItIsGivenUp() {
        upstream.next("{\"id\":", "1");

        trial.peek.dispose();

        upstream.assertNothingHeld("given up");
    }
}
