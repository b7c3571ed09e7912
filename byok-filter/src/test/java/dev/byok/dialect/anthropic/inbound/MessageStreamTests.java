package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageStreamTests {

    private static final String DONE = "data: [DONE]\n\n";

    private static MessageFeed feed(String... chunks) {
        return MessageFeed.whole(new MessageStream(null, ""), String.join("", chunks));
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" + delta
                + "},\"finish_reason\":" + finish + "}],\"usage\":null}\n\n";
    }

    private static String delta(String delta) {
        return chunk(delta, "null");
    }

    private static String text(String text) {
        return delta("\"content\":\"" + text + "\"");
    }

    private static String finish(String reason) {
        return chunk("", "\"" + reason + "\"");
    }

    private static String call(int index, String idAndName, String arguments) {
        return delta("\"tool_calls\":[{\"index\":" + index + "," + idAndName + "\"function\":{"
                + (idAndName.isEmpty() ? "" : "\"name\":\"f" + index + "\",") + "\"arguments\":\"" + arguments
                + "\"}}]");
    }

    private static String begin(int index) {
        return call(index, "\"id\":\"call_" + index + "\",\"type\":\"function\",", "");
    }

    private static String usage() {
        return "data: {\"id\":\"chatcmpl-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,"
                + "\"total_tokens\":14,\"prompt_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":2}}}\n\n";
    }

    /** Some write it into each chunk. */
    @Test
    void anEmptyReasonToFinishIsNone() {
        MessageFeed cut = feed(chunk("\"content\":\"Hel\"", "\"\""), chunk("\"content\":\"lo\"", "\"\""));
        MessageFeed whole = feed(chunk("\"content\":\"Hello\"", "\"\""), finish("stop"), DONE);

        assertThat(cut.stream().complete()).isFalse();
        assertThat(cut.stream().realOutputs()).isEqualTo(2);
        assertThat(whole.message().blocks()).containsExactly("text: Hello");
        assertThat(whole.stream().complete()).isTrue();
    }

    /** Some count in each chunk, and go on after the first that says why it ends. */
    @Test
    void nothingIsLostBehindTheReasonToFinish() {
        String counted = "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,\"total_tokens\":14}";
        MessageFeed feed = feed(
                begin(0).replace("\"usage\":null", counted),
                call(0, "", "{}").replace("\"usage\":null", counted),
                finish("tool_calls").replace("\"usage\":null", counted),
                begin(1).replace("\"usage\":null", counted),
                call(1, "", "{}").replace("\"usage\":null", counted),
                DONE);

        assertThat(feed.message().blocks()).hasSize(2);
        assertThat(feed.message().stopReason()).isEqualTo("tool_use");
        assertThat(feed.stream().complete()).isTrue();
    }

    @Test
    void saysTextsAndTheirUsageWithoutWhatTheCacheCounts() {
        MessageFeed feed = feed(
                delta("\"role\":\"assistant\",\"content\":\"\""),
                text("Hel"),
                text("lo"),
                finish("stop"),
                usage(),
                DONE);

        MessageFeed.Message message = feed.message();
        assertThat(message.id()).isEqualTo("msg_chatcmpl-1");
        assertThat(message.model()).isEqualTo("m");
        assertThat(message.blocks()).containsExactly("text: Hello");
        assertThat(message.stopReason()).isEqualTo("end_turn");
        assertThat(message.usage().toString())
                .isEqualTo(
                        "{\"input_tokens\":5,\"cache_creation_input_tokens\":2,\"cache_read_input_tokens\":3,\"output_tokens\":4}");
        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.stream().realOutputs()).isEqualTo(3);
    }

    @Test
    void tokensOfThoughtsAreToldWithTheUsage() {
        String counted = usage().replace("}}}", "},\"completion_tokens_details\":{\"reasoning_tokens\":3}}}");

        assertThat(feed(text("a"), finish("stop"), counted, DONE)
                        .message()
                        .usage()
                        .path("output_tokens_details")
                        .toString())
                .isEqualTo("{\"thinking_tokens\":3}");
    }

    /** The finish reason comes before the usage. */
    @Test
    void theEndWaitsForTheUsage() {
        MessageFeed feed = new MessageFeed(new MessageStream(null, ""));

        assertThat(feed.give(text("a")).give(finish("stop")).forwarded()).doesNotContain("message_delta");
        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.give(usage()).forwarded())
                .contains("\"output_tokens\":4")
                .endsWith("\"message_stop\"}\n\n");
        assertThat(feed.give(DONE).give(text("late")).end().forwarded()).doesNotContain("late");
    }

    @Test
    void anEndWithoutUsageOrTerminatorIsOne() {
        assertThat(feed(text("a"), finish("stop")).message().blocks()).containsExactly("text: a");
        assertThat(feed(text("a"), finish("stop"), DONE).message().stopReason()).isEqualTo("end_turn");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, end_turn",
        "length, max_tokens",
        "tool_calls, tool_use",
        "function_call, tool_use",
        "content_filter, refusal",
        "whatever, end_turn"
    })
    void finishReasons(String said, String told) {
        assertThat(feed(text("a"), finish(said), DONE).message().stopReason()).isEqualTo(told);
    }

    @Test
    void aCallThatFinishesAsIfNothingCameIsACall() {
        assertThat(feed(begin(0), call(0, "", "{}"), finish("stop"), DONE)
                        .message()
                        .stopReason())
                .isEqualTo("tool_use");
    }

    @Test
    void endsATextBeforeACall() {
        MessageFeed feed = feed(
                text("Let me look."),
                begin(0),
                call(0, "", "{\\\"a\\\":"),
                call(0, "", "1}"),
                finish("tool_calls"),
                usage());

        assertThat(feed.message().blocks()).containsExactly("text: Let me look.", "tool_use: call_0 f0 {\"a\":1}");
    }

    @Test
    void callsThatComeInTurnsComeOneAfterTheOther() {
        MessageFeed feed = new MessageFeed(new MessageStream(null, ""));

        feed.give(begin(0)).give(begin(1)).give(call(1, "", "{\\\"b\\\":\\\"\\u00e9"));
        assertThat(feed.give(call(0, "", "{\\\"a\\\":1}")).forwarded())
                .contains("{\\\"a\\\":1}")
                .doesNotContain("f1");
        feed.give(call(1, "", "\\\"}"))
                .give(begin(2))
                .give(finish("tool_calls"))
                .give(DONE)
                .end();

        assertThat(feed.message().blocks())
                .containsExactly(
                        "tool_use: call_0 f0 {\"a\":1}", "tool_use: call_1 f1 {\"b\":\"é\"}", "tool_use: call_2 f2 ");
    }

    @Test
    void callsThatAreNotCountedAreToldByTheirIds() {
        MessageFeed feed = feed(
                delta(
                        "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                                + "{\"index\":0,\"id\":\"b.c\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"x\\\":1}\"}}]"),
                finish("tool_calls"),
                DONE);

        assertThat(feed.message().blocks()).containsExactly("tool_use: a f {}", "tool_use: b_c g {\"x\":1}");
    }

    @Test
    void aCallWithoutAnIdGetsOne() {
        MessageFeed feed = feed(
                delta("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"), finish("stop"), DONE);

        assertThat(feed.message().blocks().get(0)).startsWith("tool_use: toolu_");
    }

    /** Providers differ in what they tell a piece's call by. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Without an index: a new id begins a new call, and so does a new name.
                "{\"id\":\"a\",F:\"f\",\"arguments\":\"{}\"}} {\"id\":\"b\",F:\"f\",\"arguments\":\"{}\"}}|tool_use: a f {};tool_use: b f {}",
                "{\"id\":\"a\",F:\"f\",\"arguments\":\"\"}} {A:\"{\"}} {A:\"}\"}} {\"id\":\"b\",F:\"g\"}} {A:\"{}\"}}|tool_use: a f {};tool_use: b g {}",
                "{\"id\":\"a\",F:\"f\"}} {\"id\":\"b\",F:\"g\"}} {\"id\":\"a\",A:\"{\\\"x\\\":1}\"}} {\"id\":\"b\",A:\"{}\"}}|tool_use: a f {\"x\":1};tool_use: b g {}",
                "{F:\"f\",\"arguments\":\"{}\"}} {F:\"g\",\"arguments\":\"{}\"}}|tool_use: * f {};tool_use: * g {}",
                // Without ids, counted as one: what has ended does not go on.
                "{\"index\":0,\"id\":\"\",F:\"f\",\"arguments\":\"{\\\"x\\\":\\\"}\\\"}\"}} {\"index\":0,\"id\":\"\",F:\"f\",\"arguments\":\"{\\\"x\\\":2}\"}}|tool_use: * f {\"x\":\"}\"};tool_use: * f {\"x\":2}",
                "{\"index\":0,F:\"f\",\"arguments\":\"{\\\"x\\\":\"}} {\"index\":0,F:\"f\",\"arguments\":\"\\\"}\\\"}\"}} {\"index\":0,F:\"f\",\"arguments\":\"\"}}|tool_use: * f {\"x\":\"}\"}",
                "{F:\"f\",\"arguments\":\"{\"}} {A:\"}\"}} {F:\"f\",\"arguments\":\"{}\"}}|tool_use: * f {};tool_use: * f {}",
                // The name may come behind the id.
                "{\"index\":0,\"id\":\"a\"} {\"index\":0,F:\"f\"}} {\"index\":0,A:\"{}\"}}|tool_use: a f {}",
                "{\"id\":\"a\"} {F:\"f\",\"arguments\":\"{}\"}}|tool_use: a f {}",
                "{\"index\":0,\"id\":\"a\"} {\"index\":1,\"id\":\"b\",F:\"g\",\"arguments\":\"{}\"}} {\"index\":0,A:\"{}\"}} {\"index\":0,F:\"f\"}}|tool_use: a f {};tool_use: b g {}",
                "{\"index\":0,\"id\":\"a\",A:\"{\\\"x\\\":\"}} {\"index\":0,F:\"f\"}} {\"index\":0,A:\"1}\"}}|tool_use: a f {\"x\":1}",
                // An id in each piece, and one that is nobody's.
                "{\"index\":0,\"id\":\"a\",F:\"f\"}} {\"index\":0,\"id\":\"a\",A:\"{}\"}}|tool_use: a f {}",
                "{\"index\":0,\"id\":\"a\",F:\"f\"}} {\"index\":0,\"id\":\"x\",A:\"{}\"}}|tool_use: a f {}"
            })
    void callsAreToldApart(String pieces, String calls) {
        List<String> chunks = new ArrayList<>();
        for (String piece : pieces.split(" ", -1)) {
            String written =
                    piece.replace("F:", "\"function\":{\"name\":").replace("A:", "\"function\":{\"arguments\":");
            chunks.add(delta("\"tool_calls\":[" + written + "]"));
        }
        chunks.add(finish("tool_calls"));
        chunks.add(DONE);

        MessageFeed feed = feed(chunks.toArray(String[]::new));

        assertThat(feed.stream().errorPayload()).isNull();
        List<String> said = feed.message().blocks().stream()
                .map(block -> block.replaceAll("toolu_[0-9a-f]+", "*"))
                .toList();
        assertThat(said).containsExactly(calls.split(";", -1));
    }

    @Test
    void aCallThatEndsWithoutANameIsAnError() {
        String nameless = "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}}]";

        MessageFeed feed = feed(text("a"), delta(nameless), finish("tool_calls"), DONE);

        assertThat(feed.stream().errorPayload()).isNotNull();
        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.forwarded()).doesNotContain("message_stop");
        assertThat(feed(text("a"), delta(nameless), text("b"), finish("stop"), DONE).stream()
                        .errorPayload())
                .isNotNull();
    }

    /** Its beginning has been told to be over: nothing that is told could be right. */
    @Test
    void aPieceOfACallThatIsOverIsAnError() {
        MessageFeed feed = feed(begin(0), text("and"), call(0, "", "{}"));

        assertThat(feed.stream().errorPayload()).isNotNull();
        assertThat(feed.stream().complete()).isFalse();
    }

    @Test
    void thoughtsComeBeforeTextsWithTheirSignatures() {
        MessageFeed feed = feed(
                delta("\"reasoning_content\":\"Hm\""),
                delta("\"reasoning_content\":\"m\""),
                delta("\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"sig\"}]"),
                delta("\"thinking_blocks\":[{\"type\":\"redacted_thinking\",\"data\":\"xyz\"}]"),
                delta("\"reasoning\":\"again\""),
                text("Yes"),
                finish("stop"),
                usage());

        assertThat(feed.message().blocks())
                .containsExactly("thinking: Hmm signed sig", "redacted_thinking: xyz", "thinking: again", "text: Yes");
        assertThat(feed.events().get(1).path("content_block").toString())
                .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
    }

    private static MessageFeed ofProvider(String... chunks) {
        return MessageFeed.whole(new MessageStream(null, "deepseek"), String.join("", chunks));
    }

    private static String carried(String json) {
        return "byok1." + Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** It is wanted back, and a client sends back what it got. */
    @Test
    void aThoughtThatNobodySignedSaysWhereItCameFrom() {
        MessageFeed feed = ofProvider(
                delta("\"reasoning_content\":\"Hm\",\"content\":null"),
                delta("\"reasoning_content\":\"m\""),
                begin(0),
                call(0, "", "{}"),
                finish("tool_calls"),
                usage());

        String signature = carried("{\"provider\":\"deepseek\",\"member\":\"reasoning_content\"}");
        assertThat(feed.message().blocks())
                .containsExactly("thinking: Hmm signed " + signature, "tool_use: call_0 f0 {}");
        assertThat(ofProvider(delta("\"reasoning\":\"Hm\""), finish("stop"), DONE)
                        .message()
                        .blocks())
                .containsExactly(
                        "thinking: Hm signed " + carried("{\"provider\":\"deepseek\",\"member\":\"reasoning\"}"));
    }

    @Test
    void aSignatureOfTheProvidersOwnStays() {
        MessageFeed feed = ofProvider(
                delta("\"reasoning_content\":\"Hm\""),
                delta("\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"sig\"}]"),
                text("Yes"),
                finish("stop"),
                DONE);

        assertThat(feed.message().blocks()).containsExactly("thinking: Hm signed sig", "text: Yes");
    }

    /** As Gemini signs what it thought before a call. */
    @Test
    void whatStandsBesideACallIsCarriedInFrontOfIt() {
        String extra = "\"extra_content\":{\"google\":{\"thought_signature\":\"AbC=\"}}";
        MessageFeed feed = ofProvider(
                text("Let me see."),
                delta("\"tool_calls\":[{" + extra
                        + ",\"index\":0,\"id\":\"a.b\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                        + "{\"index\":1,\"id\":\"c\"," + extra
                        + ",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]"),
                delta("\"tool_calls\":[{\"index\":0," + extra + "}]"),
                finish("tool_calls"),
                DONE);

        String first = carried("{\"provider\":\"deepseek\",\"call\":\"a_b\"," + extra + "}");
        assertThat(feed.message().blocks())
                .containsExactly(
                        "text: Let me see.",
                        "thinking:  signed " + first,
                        "tool_use: a_b f {}",
                        "thinking:  signed " + first,
                        "thinking:  signed " + carried("{\"provider\":\"deepseek\",\"call\":\"c\"," + extra + "}"),
                        "tool_use: c g {}");
    }

    /** As Gemini does where it has something to sign after all. */
    @Test
    void whatComesBesideACallThatIsOverIsNotLost() {
        String extra = "\"extra_content\":{\"google\":{\"thought_signature\":\"AbC=\"}}";
        MessageFeed feed = ofProvider(
                delta("\"tool_calls\":[{" + extra + "}]"),
                delta("\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"),
                text("So."),
                delta("\"tool_calls\":[{\"index\":0," + extra + "}]"),
                text("Well."),
                finish("tool_calls"),
                DONE);

        assertThat(feed.stream().errorPayload()).isNull();
        assertThat(feed.message().blocks())
                .containsExactly(
                        "tool_use: a f {}",
                        "text: So.",
                        "thinking:  signed " + carried("{\"provider\":\"deepseek\",\"call\":\"a\"," + extra + "}"),
                        "text: Well.");
    }

    @Test
    void aStopSequenceIsNamedWhereItIsKnown() {
        String stop = chunk("", "\"stop\"").replace("\"stop\"", "\"stop\",\"stop_sequence\":\"E\\\"D\"");
        MessageFeed named = feed(text("a"), stop, usage());
        MessageFeed unnamed = feed(text("a"), stop.replace("E\\\"D", ""), usage());

        assertThat(named.message().stopReason()).isEqualTo("stop_sequence");
        assertThat(named.forwarded()).contains("\"stop_sequence\":\"E\\\"D\"");
        assertThat(unnamed.message().stopReason()).isEqualTo("stop_sequence");
        assertThat(unnamed.forwarded()).contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":null");
    }

    @Test
    void thoughtsAndTextsInOneList() {
        MessageFeed feed = feed(
                delta("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]}]"),
                delta("\"content\":[{\"type\":\"text\",\"text\":\"Yes\"}]"),
                finish("stop"),
                DONE);

        assertThat(feed.message().blocks()).containsExactly("thinking: Hm", "text: Yes");
    }

    @Test
    void aRefusalIsATextAndTheReason() {
        MessageFeed feed = feed(delta("\"refusal\":\"No.\""), finish("stop"), DONE);

        assertThat(feed.message().blocks()).containsExactly("text: No.");
        assertThat(feed.message().stopReason()).isEqualTo("refusal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"busy\",\"code\":429}}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}"
            })
    void errorsEndIt(String data) {
        MessageFeed feed = feed(text("a"), "data: " + data + "\n\n", text("b"), finish("stop"), DONE);

        assertThat(new String(Objects.requireNonNull(feed.stream().errorPayload()), StandardCharsets.UTF_8))
                .isEqualTo(data);
        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.forwarded()).doesNotContain("message_stop", "\"b\"");
    }

    @Test
    void aBeginningIsNoOutput() {
        MessageFeed feed = new MessageFeed(new MessageStream(null, ""));

        feed.give(delta("\"role\":\"assistant\",\"content\":\"\"")).give(": keep-alive\n\n");

        assertThat(feed.stream().realOutput()).isFalse();
        assertThat(feed.forwarded()).contains("message_start");
        feed.end();
        assertThat(feed.stream().complete()).isFalse();
    }

    /** Comments of the provider's that say nothing do not reach the caller as such. */
    @Test
    void pingsWhereNothingHasBeenSaidForAWhile() {
        MessageFeed patient = new MessageFeed(new MessageStream(null, ""));
        MessageFeed feed = new MessageFeed(new MessageStream(null, "", Duration.ZERO));

        assertThat(feed.stream().ping()).as("before the beginning").isNull();
        assertThat(patient.give(text("a")).stream().ping()).isNull();
        feed.give(text("a")).give(": keep-alive\n\n");
        ByteBuf ping = Objects.requireNonNull(feed.stream().ping());

        assertThat(ping.toString(StandardCharsets.UTF_8)).isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
        ping.release();
        feed.give(finish("stop")).give(usage());
        assertThat(feed.stream().ping()).as("after the end").isNull();
        assertThat(feed.end().message().blocks()).containsExactly("text: a");
        patient.end();
    }

    @Test
    void whatIsNoJsonIsCounted() {
        MessageFeed feed = feed("data: {nonsense\n\n", text("a"), finish("stop"), DONE);

        assertThat(feed.stream().malformedEvents()).isEqualTo(1);
        assertThat(feed.message().blocks()).isEqualTo(List.of("text: a"));
    }

    @Test
    void aStreamThatIsCutIsNotWhole() {
        MessageFeed feed = feed(text("a"));

        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.forwarded()).doesNotContain("message_stop");
    }
}
