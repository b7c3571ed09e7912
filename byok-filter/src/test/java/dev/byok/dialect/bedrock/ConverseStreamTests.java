package dev.byok.dialect.bedrock;

import static dev.byok.dialect.bedrock.EventStreams.event;
import static dev.byok.dialect.bedrock.EventStreams.exception;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Converse's streams event by event. */
class ConverseStreamTests {

    private static final byte[] START = event("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}");
    private static final byte[] HELLO =
            event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\\u006co\"},\"p\":\"ab\"}");
    private static final byte[] BLOCK_STOP = event("contentBlockStop", "{\"contentBlockIndex\":0}");
    private static final byte[] STOP = event("messageStop", "{\"stopReason\":\"end_turn\"}");
    private static final byte[] METADATA = event(
            "metadata",
            "{\"usage\":{\"inputTokens\":5,\"outputTokens\":7,\"totalTokens\":12,\"cacheReadInputTokens\":3,\"cacheWriteInputTokens\":2},\"metrics\":{\"latencyMs\":1}}");

    @Test
    void saysEachEventAtOnce() {
        ConverseFeed feed = new ConverseFeed();

        feed.give(START);
        assertThat(feed.forwarded())
                .isEqualTo(
                        "data: {\"id\":\"req-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"acme/claude\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n");
        assertThat(feed.stream().realOutput()).isFalse();
        feed.give(HELLO);
        assertThat(feed.answer().content()).isEqualTo("Hello");
        assertThat(feed.stream().realOutput()).isTrue();
        feed.give(BLOCK_STOP, STOP);
        assertThat(feed.answer().finishes()).containsExactly("stop");
        assertThat(feed.done()).isFalse();
        feed.give(METADATA);
        assertThat(feed.done()).isTrue();
        assertThat(feed.stream().usage()).isEqualTo(new Usage(10, 7, 17, 3L, null, 2L));
        String whole = feed.forwarded();
        assertThat(feed.give(HELLO).end().forwarded()).isEqualTo(whole);
    }

    @Test
    void tellsUsageOnlyToWhoAsks() {
        ConverseFeed feed = new ConverseFeed(new AnswerForm(1, false, "m", "i", false, 0, ""))
                .give(START, HELLO, STOP, METADATA)
                .end();

        assertThat(feed.forwarded()).doesNotContain("usage").endsWith("data: [DONE]\n\n");
        assertThat(feed.stream().usage()).isNotNull();
    }

    @Test
    void isWholeWithoutUsageToo() {
        ConverseFeed feed = new ConverseFeed().give(START, HELLO, STOP).end();

        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.done()).isTrue();
    }

    @Test
    void aCutStreamHasNoEnd() {
        byte[] half = Arrays.copyOf(HELLO, HELLO.length - 5);
        ConverseFeed feed = new ConverseFeed().give(START, HELLO, half).end();

        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.answer().content()).isEqualTo("Hello");
        assertThat(feed.forwarded()).doesNotContain("[DONE]");
    }

    @Test
    void countsToolsAloneAndEndsThemWithArguments() {
        ConverseFeed feed = new ConverseFeed()
                .give(
                        START,
                        HELLO,
                        event(
                                "contentBlockStart",
                                "{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"toolUseId\":\"a\",\"name\":\"f\"}}}"),
                        event(
                                "contentBlockDelta",
                                "{\"contentBlockIndex\":1,\"delta\":{\"toolUse\":{\"input\":\"{\\\"n\\\":\"}}}"),
                        event(
                                "contentBlockDelta",
                                "{\"contentBlockIndex\":1,\"delta\":{\"toolUse\":{\"input\":\"1}\"}}}"),
                        BLOCK_STOP,
                        event(
                                "contentBlockStart",
                                "{\"contentBlockIndex\":2,\"start\":{\"toolUse\":{\"toolUseId\":\"b\",\"name\":\"g\"}}}"),
                        event(
                                "contentBlockDelta",
                                "{\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"\"}}}"),
                        BLOCK_STOP,
                        event("messageStop", "{\"stopReason\":\"tool_use\"}"),
                        METADATA)
                .end();

        assertThat(feed.answer().calls()).isEqualTo(Map.of(0, "a f {\"n\":1}", 1, "b g {}"));
        assertThat(feed.answer().finishes()).containsExactly("tool_calls");
    }

    @Test
    void keepsThoughtsWithTheirSignatures() {
        ConverseFeed feed = new ConverseFeed()
                .give(
                        START,
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"text\":\"Hm\"}}}"),
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"signature\":\"c2ln\"}}}"),
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"redactedContent\":\"cmVk\"}}}"),
                        STOP)
                .end();

        assertThat(feed.answer().reasoning()).isEqualTo("Hm");
        assertThat(feed.answer().blocks())
                .containsExactly(
                        "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"}",
                        "{\"type\":\"redacted_thinking\",\"data\":\"cmVk\"}");
    }

    /** Clients put lists together by their index. */
    @Test
    void eachOfSeveralThoughtsHasItsOwnSignature() {
        ConverseFeed feed = new ConverseFeed()
                .give(
                        START,
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"text\":\"H\"}}}"),
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"text\":\"m\"}}}"),
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"signature\":\"c2ln\"}}}"),
                        BLOCK_STOP,
                        HELLO,
                        BLOCK_STOP,
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"text\":\"Or\"}}}"),
                        event("contentBlockDelta", "{\"delta\":{\"reasoningContent\":{\"signature\":\"Mm5k\"}}}"),
                        BLOCK_STOP,
                        STOP)
                .end();

        assertThat(feed.answer().reasoning()).isEqualTo("HmOr");
        assertThat(feed.answer().blocks())
                .containsExactly(
                        "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"}",
                        "{\"type\":\"thinking\",\"thinking\":\"Or\",\"signature\":\"Mm5k\"}");
    }

    /** Bedrock says it where it is asked to, and OpenAI has no word for it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"stopReason\":\"stop_sequence\",\"additionalModelResponseFields\":{\"stop_sequence\":\"E\\\"D\"}|,\"stop_sequence\":\"E\\\"D\"}]",
                "\"stopReason\":\"stop_sequence\"|,\"stop_sequence\":\"\"}]",
                "\"stopReason\":\"end_turn\",\"additionalModelResponseFields\":{\"stop_sequence\":null}|\"finish_reason\":\"stop\"}]"
            })
    void namesTheStopSequence(String stop, String said) {
        ConverseFeed feed = new ConverseFeed()
                .give(START, event("messageStop", "{" + stop + "}"))
                .end();
        byte[] whole = ConverseAnswer.translated(
                ("{\"output\":{\"message\":{\"content\":[{\"text\":\"a\"}]}}," + stop + "}")
                        .getBytes(StandardCharsets.UTF_8),
                ConverseFeed.FORM);

        assertThat(feed.forwarded()).contains(said);
        assertThat(new String(Objects.requireNonNull(whole), StandardCharsets.UTF_8))
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "tool_use, tool_calls",
        "guardrail_intervened, content_filter",
        "content_filtered, content_filter",
        "malformed_tool_use, stop"
    })
    void namesWhyItEnded(String reason, String finish) {
        ConverseFeed feed = new ConverseFeed()
                .give(START, event("messageStop", "{\"stopReason\":\"" + reason + "\"}"))
                .end();

        assertThat(feed.answer().finishes()).containsExactly(finish);
    }

    /** For some reasons OpenAI has no word that a caller could do anything by. */
    @ParameterizedTest
    @CsvSource({"malformed_tool_use, true", "malformed_model_output, true", "end_turn, false", "new_reason, false"})
    void saysInBedrocksWordsWhatIsNoEndLikeAnyOther(String reason, boolean told) {
        String stop = "{\"stopReason\":\"" + reason + "\"";
        ConverseFeed feed =
                new ConverseFeed().give(START, event("messageStop", stop + "}")).end();
        byte[] whole = ConverseAnswer.translated(
                (stop + ",\"output\":{\"message\":{\"content\":[{\"text\":\"a\"}]}}}").getBytes(StandardCharsets.UTF_8),
                ConverseFeed.FORM);

        String said =
                "\"finish_reason\":\"stop\"" + (told ? ",\"native_finish_reason\":\"" + reason + "\"" : "") + "}]";
        assertThat(feed.forwarded()).contains(said);
        assertThat(new String(Objects.requireNonNull(whole), StandardCharsets.UTF_8))
                .contains(said);
    }

    @Test
    void anExceptionEndsItByName() {
        ConverseFeed feed = new ConverseFeed()
                .give(START, HELLO, exception("throttlingException", "{\"message\":\"Too many \\\"tokens\\\"\"}"))
                .end();

        assertThat(feed.stream().complete()).isFalse();
        assertThat(feed.forwarded()).doesNotContain("[DONE]");
        assertThat(error(feed))
                .isEqualTo("{\"__type\":\"throttlingException\",\"message\":\"Too many \\\"tokens\\\"\"}");
    }

    @Test
    void anErrorWithoutPayloadEndsItToo() {
        ConverseFeed feed = new ConverseFeed().give(START, EventStreams.error("InternalError", "no luck"));

        assertThat(error(feed)).isEqualTo("{\"__type\":\"InternalError\",\"message\":\"no luck\"}");
        assertThat(feed.stream().realOutput()).isFalse();
    }

    @Test
    void aDamagedStreamIsAnError() {
        byte[] damaged = HELLO.clone();
        damaged[damaged.length - 6] ^= 1;
        ConverseFeed feed = new ConverseFeed().give(START, damaged);

        assertThat(error(feed)).contains("the provider's stream cannot be read: the checksum of a message is wrong");
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        ConverseFeed feed = new ConverseFeed()
                .give(
                        START,
                        event("somethingNew", "{\"a\":1}"),
                        event("contentBlockDelta", "{\"delta\":{\"citation\":{\"title\":\"t\"}}}"),
                        event("contentBlockDelta", "no JSON"),
                        HELLO,
                        STOP,
                        METADATA)
                .end();

        assertThat(feed.answer().content()).isEqualTo("Hello");
        assertThat(feed.stream().malformedEvents()).isEqualTo(1);
    }

    private static String error(ConverseFeed feed) {
        byte[] payload = feed.stream().errorPayload();
        assertThat(payload).isNotNull();
        return new String(payload == null ? new byte[0] : payload, StandardCharsets.UTF_8);
    }

    /** Nobody wants them back; a caller who sent them would be refused by who signs. */
    @Test
    void thoughtsThatAreNotSignedAreNoBlocks() {
        byte[] said = new BedrockConverse()
                .answer(
                        ("{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\"}}},"
                                        + "{\"text\":\"a\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":2,\"totalTokens\":3}}")
                                .getBytes(StandardCharsets.UTF_8),
                        ConverseFeed.FORM);

        assertThat(new String(said == null ? new byte[0] : said, StandardCharsets.UTF_8))
                .contains("\"reasoning_content\":\"Hm\"")
                .doesNotContain("thinking_blocks");
    }

    @Test
    void wholeAnswersHoldAllTheirTexts() {
        String json =
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"c2ln\"}}},{\"reasoningContent\":{\"redactedContent\":\"cmVk\"}},{\"text\":\"a\"},{\"text\":\"b\"},{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\",\"input\":{\"n\": 1}}}]}},\"stopReason\":\"tool_use\",\"usage\":{\"inputTokens\":1,\"outputTokens\":2,\"totalTokens\":3}}";
        byte[] said = new BedrockConverse().answer(json.getBytes(StandardCharsets.UTF_8), ConverseFeed.FORM);

        assertThat(new String(said == null ? new byte[0] : said, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"req-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"acme/claude\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ab\",\"refusal\":null,\"reasoning_content\":\"Hm\",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"},{\"type\":\"redacted_thinking\",\"data\":\"cmVk\"}],\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1}\"}}]},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}} | false",
                "{\"message\":\"no\"} | true",
                "{\"__type\":\"ThrottlingException\"} | true",
                "no JSON | false"
            })
    void whatIsNoAnswerIsNone(String json, boolean error) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThat(new BedrockConverse().answer(bytes, ConverseFeed.FORM)).isNull();
        assertThat(new BedrockConverse().isError(bytes)).isEqualTo(error);
    }

    @Test
    void releasedTwiceItDropsWhatComes() {
        ConverseFeed feed = new ConverseFeed().give(START);
        feed.stream().release();
        feed.stream().release();

        assertThat(feed.give(HELLO).answer().content()).isEmpty();
        assertThat(List.of(feed.end().done())).containsExactly(false);
    }
}
