package dev.byok.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicStreamTests {

    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                    + "\"model\":\"claude-sonnet-4-5\",\"stop_reason\":null,\"usage\":{\"input_tokens\":10,"
                    + "\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}";
    private static final String TEXT =
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}";
    private static final String BLOCK_END = "{\"type\":\"content_block_stop\",\"index\":0}";
    private static final String END = "{\"type\":\"message_stop\"}";

    private static String text(String text) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text
                + "\"}}";
    }

    private static String delta(String stopReason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + stopReason
                + "\"},\"usage\":{\"output_tokens\":20}}";
    }

    private static AnthropicFeed feed(String... events) {
        return AnthropicFeed.whole(AnthropicFeed.wire(List.of(events)), true);
    }

    @Test
    void saysEachEventAtOnce() {
        AnthropicFeed feed = new AnthropicFeed(false);

        feed.give(AnthropicFeed.wire(List.of(START)));
        assertThat(feed.forwarded())
                .isEqualTo("data: {\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                        + "\"model\":\"claude-sonnet-4-5\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                        + "\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
        assertThat(feed.stream().realOutput()).isFalse();

        feed.give(AnthropicFeed.wire(List.of(TEXT)));
        assertThat(feed.stream().realOutput()).isFalse();

        feed.give(AnthropicFeed.wire(List.of(text("H\\u00e9"))));
        assertThat(feed.forwarded()).contains("\"delta\":{\"content\":\"H\\u00e9\"}");
        assertThat(feed.stream().realOutput()).isTrue();
        assertThat(feed.stream().complete()).isFalse();

        feed.give(AnthropicFeed.wire(List.of(BLOCK_END, delta("end_turn"))));
        assertThat(feed.stream().complete()).isTrue();

        feed.give(AnthropicFeed.wire(List.of(END)));
        assertThat(feed.forwarded())
                .endsWith("\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                .doesNotContain("usage");
        assertThat(feed.end().forwarded()).containsOnlyOnce("[DONE]");
    }

    /** Who says that it is over, and not why. */
    @Test
    void endsWithTheReasonThatWhatItSaidHas() {
        String call = "{\"type\":\"content_block_start\",\"index\":0,"
                + "\"content_block\":{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}}";

        assertThat(feed(START, TEXT, text("Hi"), END).forwarded()).contains("\"finish_reason\":\"stop\"");
        assertThat(feed(START, call, END).forwarded())
                .contains("\"function\":{\"arguments\":\"{}\"}", "\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void countsAsOpenAiDoesAndTellsWhoAsked() {
        AnthropicFeed feed = feed(START, TEXT, text("Hi"), BLOCK_END, delta("end_turn"), END);

        assertThat(feed.stream().usage()).isEqualTo(new Usage(18, 20, 38, 5L, null, 3L));
        assertThat(feed.forwarded())
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":18,\"completion_tokens\":20,\"total_tokens\":38,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":5,\"cache_write_tokens\":3},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}\n\ndata: [DONE]\n\n");
        assertThat(feed.chunks().get(0).path("usage").isNull()).isTrue();
    }

    /** OpenAI has no word for it. */
    @Test
    void saysInAnthropicsWordsThatItWasCompacted() {
        assertThat(feed(START, TEXT, text("Hi"), BLOCK_END, delta("compaction"), END)
                        .forwarded())
                .contains("\"finish_reason\":\"stop\",\"native_finish_reason\":\"compaction\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "pause_turn, stop",
        "compaction, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "tool_use, tool_calls",
        "refusal, content_filter"
    })
    void endsForTheSameReason(String stopReason, String finish) {
        assertThat(feed(START, TEXT, text("Hi"), BLOCK_END, delta(stopReason), END)
                        .answer()
                        .finish())
                .isEqualTo(finish);
    }

    @Test
    void countsToolsAndNotBlocks() {
        AnthropicFeed.Answer answer = feed(
                        START,
                        TEXT,
                        text("Let me see."),
                        BLOCK_END,
                        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"w\",\"input\":{}}}",
                        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"Rome\\\"}\"}}",
                        "{\"type\":\"content_block_stop\",\"index\":1}",
                        "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"now\",\"input\":{}}}",
                        "{\"type\":\"content_block_stop\",\"index\":2}",
                        "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_3\",\"name\":\"x\",\"input\":{ \"a\" : \"b c\" }}}",
                        "{\"type\":\"content_block_stop\",\"index\":3}",
                        delta("tool_use"),
                        END)
                .answer();

        assertThat(answer.content()).isEqualTo("Let me see.");
        assertThat(answer.calls())
                .isEqualTo(Map.of(
                        0, "toolu_1 w {\"city\":\"Rome\"}", 1, "toolu_2 now {}", 2, "toolu_3 x {\"a\":\"b c\"}"));
        assertThat(answer.finish()).isEqualTo("tool_calls");
    }

    /** Clients put lists together by their index. */
    @Test
    void eachOfSeveralThoughtsHasItsOwnSignature() {
        String begin =
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}}";
        String thought =
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}}";
        String signature =
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"%s\"}}";
        AnthropicFeed.Answer answer = feed(
                        START,
                        begin,
                        String.format(thought, "H"),
                        String.format(thought, "m"),
                        String.format(signature, "one"),
                        BLOCK_END,
                        begin,
                        String.format(thought, "Or"),
                        String.format(signature, "two"),
                        BLOCK_END,
                        delta("end_turn"),
                        END)
                .answer();

        assertThat(answer.reasoning()).isEqualTo("HmOr");
        assertThat(answer.thoughts())
                .containsExactly(
                        "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"one\"}",
                        "{\"type\":\"thinking\",\"thinking\":\"Or\",\"signature\":\"two\"}");
    }

    @Test
    void thinksAloudAndSigns() {
        AnthropicFeed.Answer answer = feed(
                        START,
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"sig\"}}",
                        BLOCK_END,
                        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"dark\"}}",
                        "{\"type\":\"content_block_stop\",\"index\":1}",
                        TEXT,
                        text("So"),
                        BLOCK_END,
                        delta("end_turn"),
                        END)
                .answer();

        assertThat(answer.reasoning()).isEqualTo("Hm");
        assertThat(answer.thoughts())
                .containsExactly(
                        "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"sig\"}",
                        "{\"type\":\"redacted_thinking\",\"data\":\"dark\"}");
        assertThat(answer.content()).isEqualTo("So");
    }

    @Test
    void saysNothingOfToolsThatRunElsewhere() {
        AnthropicFeed.Answer answer = feed(
                        START,
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}}",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
                        BLOCK_END,
                        "{\"type\":\"a_new_event\",\"index\":0}",
                        TEXT,
                        text("Found"),
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\",\"citation\":{}}}",
                        BLOCK_END,
                        delta("end_turn"),
                        END)
                .answer();

        assertThat(answer.calls()).isEmpty();
        assertThat(answer.content()).isEqualTo("Found");
    }

    @Test
    void pingsKeepTheConnectionOpenAndAreNoOutput() {
        AnthropicFeed feed = new AnthropicFeed(false).give(AnthropicFeed.wire(List.of(START, "{\"type\":\"ping\"}")));

        assertThat(feed.forwarded()).endsWith("\n\n: ping\n\n");
        assertThat(feed.stream().realOutput()).isFalse();
        feed.end();
    }

    @Test
    void anErrorEndsItWithoutATerminator() {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        AnthropicFeed feed = feed(START, TEXT, text("Hi"), error, text("more"));

        assertThat(new String(Objects.requireNonNull(feed.stream().errorPayload()), StandardCharsets.UTF_8))
                .isEqualTo(error);
        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.forwarded()).contains("Hi").doesNotContain("more", "[DONE]", "finish_reason\":\"");
    }

    @Test
    void isCutWithoutItsStopReason() {
        AnthropicFeed feed = feed(START, TEXT, text("Hi"), BLOCK_END);

        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.done()).isFalse();
    }

    @Test
    void isWholeAfterItsStopReasonAlsoWithoutTerminator() {
        AnthropicFeed feed = feed(START, TEXT, text("Hi"), BLOCK_END, delta("max_tokens"));

        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.done()).isTrue();
        assertThat(feed.answer().finish()).isEqualTo("length");
    }

    @Test
    void whatIsNoJsonIsCountedAndNotForwarded() {
        AnthropicFeed feed =
                new AnthropicFeed(false).give("data: {\"type\":\n\n").end();

        assertThat(feed.stream().malformedEvents()).isEqualTo(1);
        assertThat(feed.forwarded()).isEmpty();
    }

    @Test
    void everyPrefixBeforeTheStopReasonIsACut() {
        String wire = AnthropicFeed.wire(List.of(START, TEXT, text("Hi"), BLOCK_END));
        for (int length = 0; length <= wire.length(); length++) {
            AnthropicFeed feed = AnthropicFeed.whole(wire.substring(0, length), true);
            assertThat(feed.stream().complete()).isFalse();
            assertThat(feed.done()).isFalse();
        }
    }

    @Test
    void splitsMakeNoDifference() {
        List<String> events = new ArrayList<>(List.of(START, TEXT));
        for (int i = 0; i < 40; i++) {
            events.add(text("piece " + i + " é😀 "));
        }
        events.addAll(List.of(BLOCK_END, delta("end_turn"), END));
        String lf = AnthropicFeed.wire(events);
        for (String wire : List.of(lf, lf.replace("\n", "\r\n"), lf.replace("\n", "\r"), "\uFEFF" + lf)) {
            AnthropicFeed.Answer whole = AnthropicFeed.whole(wire, true).answer();
            long seed = System.nanoTime();
            Random random = new Random(seed);
            for (int i = 0; i < 50; i++) {
                AnthropicFeed feed = AnthropicFeed.random(wire, true, random);
                assertThat(feed.answer()).as("seed %s", seed).isEqualTo(whole);
                assertThat(feed.done()).isTrue();
            }
        }
    }
}
