package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessageAnswerTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static byte @Nullable [] said(String message, String finish) {
        return MessageAnswer.translated(
                ("{\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                                + message
                                + "},\"finish_reason\":\"" + finish
                                + "\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,\"total_tokens\":14,\"prompt_tokens_details\":{\"cached_tokens\":3}}}")
                        .getBytes(StandardCharsets.UTF_8),
                "");
    }

    private static JsonNode answer(String message, String finish) {
        return JSON.readTree(Objects.requireNonNull(said(message, finish)));
    }

    @Test
    void saysAll() {
        JsonNode answer = answer(
                "\"reasoning_content\":\"Hm\",\"content\":\"Yes \\u00e9\",\"tool_calls\":[{\"id\":\"call.1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\": [1]}\"}}]",
                "tool_calls");

        assertThat(answer)
                .isEqualTo(
                        JSON.readTree(
                                "{\"id\":\"msg_chatcmpl-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":["
                                        + "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"\"},{\"type\":\"text\",\"text\":\"Yes é\"},"
                                        + "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"f\",\"input\":{\"a\":[1]}}],\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
                                        + "\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":3,\"output_tokens\":4}}"));
    }

    /** A zero may be one that nobody counted: in a translated answer it stands for what its provider does not tell. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3|{\"thinking_tokens\":3}", "0|", "null|"})
    void tokensOfThoughtsAreAPartOfTheOutput(String counted, @Nullable String told) {
        byte[] said = MessageAnswer.translated(
                ("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,"
                                + "\"completion_tokens\":4,\"completion_tokens_details\":{\"reasoning_tokens\":"
                                + counted
                                + "}}}")
                        .getBytes(StandardCharsets.UTF_8),
                "");

        JsonNode usage = JSON.readTree(Objects.requireNonNull(said)).path("usage");
        assertThat(usage.path("output_tokens").asInt()).isEqualTo(4);
        assertThat(usage.path("output_tokens_details").toString()).isEqualTo(told == null ? "" : told);
    }

    @Test
    void signedThoughtsAreTheirBlocks() {
        JsonNode answer = answer(
                "\"reasoning_content\":\"Hm\",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},{\"type\":\"redacted_thinking\",\"data\":\"d\"}],\"content\":\"Yes\"",
                "stop");

        assertThat(answer.path("content").toString())
                .isEqualTo(
                        "[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},{\"type\":\"redacted_thinking\",\"data\":\"d\"},{\"type\":\"text\",\"text\":\"Yes\"}]");
    }

    /** It is wanted back, and a client sends back what it got. */
    @Test
    void thoughtsAndWhatStandsBesideCallsSayWhereTheyCameFrom() {
        byte[] said = MessageAnswer.translated(
                "{\"choices\":[{\"message\":{\"reasoning\":\"Hm\",\"tool_calls\":[{\"id\":\"a\",\"extra_content\":{\"google\":{}},\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}"
                        .getBytes(StandardCharsets.UTF_8),
                "gemini");

        JsonNode content = JSON.readTree(Objects.requireNonNull(said)).path("content");
        assertThat(content.findValuesAsString("type")).containsExactly("thinking", "thinking", "tool_use");
        assertThat(content.at("/0/thinking").asString()).isEqualTo("Hm");
        assertThat(carried(content.path(0))).isEqualTo("{\"provider\":\"gemini\",\"member\":\"reasoning\"}");
        assertThat(content.at("/1/thinking").asString("?")).isEmpty();
        assertThat(carried(content.path(1)))
                .isEqualTo("{\"provider\":\"gemini\",\"call\":\"a\",\"extra_content\":{\"google\":{}}}");
    }

    private static String carried(JsonNode block) {
        String signature = block.path("signature").asString();
        assertThat(signature).startsWith("byok1.");
        return new String(Base64.getUrlDecoder().decode(signature.substring(6)), StandardCharsets.UTF_8);
    }

    @Test
    void aStopSequenceIsNamedWhereItIsKnown() {
        JsonNode answer = answer("\"content\":\"a\"", "stop\",\"stop_sequence\":\"END");

        assertThat(answer.path("stop_reason").asString()).isEqualTo("stop_sequence");
        assertThat(answer.path("stop_sequence").asString()).isEqualTo("END");
    }

    @Test
    void aRefusalIsATextAndTheReason() {
        JsonNode answer = answer("\"content\":null,\"refusal\":\"No.\"", "stop");

        assertThat(answer.at("/content/0/text").asString()).isEqualTo("No.");
        assertThat(answer.path("stop_reason").asString()).isEqualTo("refusal");
    }

    @ParameterizedTest
    @CsvSource({"stop, end_turn", "length, max_tokens", "content_filter, refusal", "eos, end_turn"})
    void finishReasons(String said, String told) {
        assertThat(answer("\"content\":\"a\"", said).path("stop_reason").asString())
                .isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"arguments\":\"\"", "\"arguments\":null", "\"arguments\":{}", "\"arguments\":\"{}\""})
    void aCallWithoutArgumentsHasNone(String arguments) {
        assertThat(answer(
                                "\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"," + arguments + "}}]",
                                "tool_calls")
                        .at("/content/0/input")
                        .toString())
                .isEqualTo("{}");
    }

    /** An answer that cannot be used is none: another endpoint may have a better one. */
    @Test
    void argumentsThatAreNoObjectMakeNoAnswer() {
        String calls = "\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]";

        assertThat(said(calls, "tool_calls")).isNull();
        assertThat(answer(calls, "length").at("/content/0/input").toString()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"choices\":[]}", "{\"choices\":[{\"index\":0}]}"})
    void whatIsNoAnswerIsNone(String json) {
        assertThat(MessageAnswer.translated(json.getBytes(StandardCharsets.UTF_8), ""))
                .isNull();
    }

    /** Azure's, where the content was filtered. */
    @Test
    void aChoiceWithoutAMessageHasItsReason() {
        byte[] said = MessageAnswer.translated(
                "{\"id\":\"i\",\"choices\":[{\"index\":0,\"finish_reason\":\"content_filter\"}]}"
                        .getBytes(StandardCharsets.UTF_8),
                "");

        JsonNode answer = JSON.readTree(Objects.requireNonNull(said));
        assertThat(answer.path("stop_reason").asString()).isEqualTo("refusal");
        assertThat(answer.path("content").isEmpty()).isTrue();
        assertThat(answer.at("/usage/input_tokens").asInt()).isZero();
    }
}
