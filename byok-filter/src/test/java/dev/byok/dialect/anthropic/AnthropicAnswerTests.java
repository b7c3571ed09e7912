package dev.byok.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnthropicAnswerTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AnthropicMessages DIALECT = new AnthropicMessages();

    private static JsonNode said(String json) {
        byte[] answer = DIALECT.answer(json.getBytes(StandardCharsets.UTF_8), new AnswerForm(1_700_000_000, false));
        return JSON.readTree(Objects.requireNonNull(answer));
    }

    @Test
    void saysTextsAsOneAndCallsBesideThem() {
        assertThat(said("""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[
                 {"type":"thinking","thinking":"Hm","signature":"sig"},
                 {"type":"text","text":"Let me "},{"type":"text","text":"see \\"é\\"."},
                 {"type":"tool_use","id":"toolu_1","name":"w","input":{ "city": "K\\u00f6ln \\"x\\"", "n": [1, 2] }},
                 {"type":"tool_use","id":"toolu_2","name":"now","input":{}}],
                 "stop_reason":"tool_use","stop_sequence":null,
                 "usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":7,
                  "output_tokens_details":{"thinking_tokens":3}}}
                """)).isEqualTo(JSON.readTree("""
                {"id":"msg_1","object":"chat.completion","created":1700000000,"model":"claude-sonnet-4-5","choices":[
                 {"index":0,"message":{"role":"assistant","content":"Let me see \\"é\\".","refusal":null,
                   "reasoning_content":"Hm","thinking_blocks":[{"type":"thinking","thinking":"Hm","signature":"sig"}],
                   "tool_calls":[
                    {"id":"toolu_1","type":"function","function":{"name":"w","arguments":"{\\"city\\":\\"K\\\\u00f6ln \\\\\\"x\\\\\\"\\",\\"n\\":[1,2]}"}},
                    {"id":"toolu_2","type":"function","function":{"name":"now","arguments":"{}"}}]},
                  "logprobs":null,"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":14,"completion_tokens":7,"total_tokens":21,
                  "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":0},
                  "completion_tokens_details":{"reasoning_tokens":3}}}
                """));
    }

    /** OpenAI has no word for it. */
    @Test
    void saysInAnthropicsWordsThatItWasCompacted() {
        JsonNode choice = said("{\"content\":[],\"stop_reason\":\"compaction\"}")
                .path("choices")
                .path(0);

        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        assertThat(choice.path("native_finish_reason").asString()).isEqualTo("compaction");
    }

    @Test
    void hasNoContentWhereNothingWasSaid() {
        JsonNode message =
                said("{\"content\":[],\"stop_reason\":\"refusal\",\"usage\":{\"input_tokens\":1,\"output_tokens\":0}}")
                        .path("choices")
                        .path(0);

        assertThat(message.path("message").path("content").isNull()).isTrue();
        assertThat(message.path("finish_reason").asString()).isEqualTo("content_filter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{}", "{\"content\":\"x\",\"stop_reason\":\"end_turn\"}", "{\"content\":[]}"})
    void isNoneWithoutContentAndStopReason(String json) {
        assertThat(DIALECT.answer(json.getBytes(StandardCharsets.UTF_8), new AnswerForm(0, false)))
                .isNull();
    }

    @Test
    void knowsAnError() {
        assertThat(DIALECT.isError(
                        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(DIALECT.isError("{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
