package dev.byok.dialect.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.Tapes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlainChatTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static PlainChat plain(String members) {
        return PlainChat.of(Tapes.of("{\"model\":\"m\"," + members + "}"));
    }

    private static JsonNode body(PlainChat plain, @Nullable Integer limit, boolean tellUsage) {
        assertThat(plain.obstacle()).isNull();
        ByteBuf body = plain.body(ByteBufAllocator.DEFAULT, "p", "up", "max_tokens", limit, tellUsage);
        try {
            assertThat(body.isDirect()).isTrue();
            return JSON.readTree(body.toString(StandardCharsets.UTF_8));
        } finally {
            body.release();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"max_completion_tokens\":7|\"max_tokens\":7",
                "\"temperature\":0.5,\"stop\":[\"a\"]|\"temperature\":0.5,\"stop\":[\"a\"]",
                "\"cache_control\":{\"type\":\"ephemeral\"}|",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}|\"reasoning_effort\":\"low\"",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2049}|\"reasoning_effort\":\"medium\"",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":8193}|\"reasoning_effort\":\"high\"",
                "\"thinking\":{\"type\":\"adaptive\"}|",
                "\"thinking\":{\"type\":\"disabled\"}|",
                "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}|\"reasoning_effort\":\"high\"",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048},\"output_config\":{\"effort\":\"medium\"}|\"reasoning_effort\":\"medium\"",
                "\"output_config\":{\"effort\":\"xhigh\"}|\"reasoning_effort\":\"high\"",
                "\"output_config\":{\"effort\":\"low\"}|\"reasoning_effort\":\"low\"",
                "\"output_config\":{\"effort\":null}|",
                "\"reasoning_effort\":\"xhigh\"|\"reasoning_effort\":\"high\"",
                "\"reasoning_effort\":\"low\"|\"reasoning_effort\":\"low\"",
                "\"stream\":true|\"stream\":true,\"stream_options\":{\"include_usage\":true}",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"},\"cache_control\":{\"type\":\"ephemeral\"}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]|\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]",
                "\"response_format\":{\"type\":\"json_schema\"}|\"response_format\":{\"type\":\"json_schema\"}"
            })
    void saysInOpenAisWords(String members, String plain) {
        assertThat(body(plain(members + "," + HI), null, true))
                .isEqualTo(JSON.readTree("{\"model\":\"up\"," + HI + (plain == null ? "" : "," + plain) + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"a\"],\"additionalProperties\":false}|{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"a\",\"b\"],\"additionalProperties\":false}",
                "{\"type\":\"array\",\"description\":\"All.\",\"items\":{\"properties\":{\"required\":{\"enum\":[1]}}}}|{\"type\":\"array\",\"description\":\"All.\",\"items\":{\"properties\":{\"required\":{\"enum\":[1]}},\"required\":[\"required\"],\"additionalProperties\":false}}",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"uri\"}}|{\"type\":\"array\",\"items\":{\"type\":\"string\",\"description\":\"(format: \\\"uri\\\")\"}}",
                "{\"type\":\"object\",\"default\":{}}|{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}",
                "{\"$ref\":\"#/$defs/d\",\"$defs\":{\"d\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":[\"null\",\"string\"]}}}}}|{\"$ref\":\"#/$defs/d\",\"$defs\":{\"d\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":[\"null\",\"string\"]}},\"required\":[\"n\"],\"additionalProperties\":false}}}"
            })
    void whatIsAnsweredExactlyByASchemaHasAllOfItsMembers(String schema, String strict) {
        String format =
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":%s,\"schema\":%s}},%s";
        String tool =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":%s,\"parameters\":%s},\"cache_control\":{}}],%s";
        for (boolean exact : new boolean[] {true, false}) {
            JsonNode formatted = body(plain(format.formatted(exact, schema, HI)), null, false)
                    .at("/response_format/json_schema");
            JsonNode called =
                    body(plain(tool.formatted(exact, schema, HI)), null, false).at("/tools/0");
            assertThat(formatted.get("schema")).isEqualTo(JSON.readTree(exact ? strict : schema));
            assertThat(formatted.get("name").asString()).isEqualTo("n");
            assertThat(called.at("/function/parameters")).isEqualTo(JSON.readTree(exact ? strict : schema));
            assertThat(called.has("cache_control")).isFalse();
        }
    }

    @Test
    void anExactAnswerHasNoMembersOfAnyName() {
        String schema = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}";

        assertThat(plain("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"strict\":true,\"schema\":"
                                + schema + "}}," + HI)
                        .obstacle())
                .isEqualTo("response_format.json_schema.schema.additionalProperties");
    }

    @Test
    void aLimitIsWrittenWhereTheRequestNamesNone() {
        assertThat(body(plain(HI), 5, false).path("max_tokens").asInt()).isEqualTo(5);
        assertThat(body(plain("\"max_completion_tokens\":3," + HI), 5, false)
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(3);
        assertThat(body(plain("\"stream\":true," + HI), null, false).has("stream_options"))
                .isFalse();
    }

    @Test
    void marksOfCachesAreLeftAway() {
        JsonNode messages = body(
                        plain(
                                "\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}]},"
                                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"},\"cache_control\":{\"type\":\"ephemeral\"}}]},"
                                        + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"c\",\"cache_control\":{\"type\":\"ephemeral\"}}]"),
                        null,
                        false)
                .path("messages");

        assertThat(messages)
                .isEqualTo(JSON.readTree(
                        "[{\"role\":\"system\",\"content\":\"a\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"c\"}]"));
    }

    @Test
    void aCallThatFailedIsSaidToHave() {
        JsonNode messages = body(
                        plain(
                                "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"no such file\",\"is_error\":true},"
                                        + "{\"role\":\"tool\",\"tool_call_id\":\"u\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"is_error\":true}]"),
                        null,
                        false)
                .path("messages");

        assertThat(messages.at("/1/content").asString()).isEqualTo("Error: no such file");
        assertThat(messages.at("/2/content").toString())
                .isEqualTo("[{\"type\":\"text\",\"text\":\"Error:\"},{\"type\":\"text\",\"text\":\"x\"}]");
        assertThat(messages.toString()).doesNotContain("is_error");
    }

    @Test
    void thoughtsOfEarlierTurnsAreLeftAway() {
        String thought = "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"}]";
        PlainChat earlier = plain("\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                + "{\"role\":\"assistant\",\"content\":\"b\"," + thought + "},{\"role\":\"user\",\"content\":\"c\"}]");
        PlainChat current = plain("\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"cache_control\":{}}],"
                + thought + "},{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"c\"}]");

        assertThat(body(earlier, null, false).at("/messages/1"))
                .isEqualTo(JSON.readTree("{\"role\":\"assistant\",\"content\":\"b\"}"));
        assertThat(current.obstacle()).isEqualTo("messages[1].thinking_blocks");
    }

    private static String carried(String thought, String json) {
        return "{\"type\":\"thinking\",\"thinking\":\"" + thought + "\",\"signature\":\"byok1."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private static JsonNode messages(PlainChat plain, String provider) {
        assertThat(plain.obstacle()).isNull();
        ByteBuf body = plain.body(ByteBufAllocator.DEFAULT, provider, "up", "max_tokens", null, false);
        try {
            return JSON.readTree(body.toString(StandardCharsets.UTF_8)).path("messages");
        } finally {
            body.release();
        }
    }

    private static final String TWO_CALLS =
            "\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                    + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";

    /** Others refuse what they do not know. */
    @Test
    void whatAProviderWantsBackItAloneGets() {
        String loop = "\"messages\":[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":null,"
                + TWO_CALLS + ",\"thinking_blocks\":["
                + carried("H\\\"m", "{\"provider\":\"one\",\"member\":\"reasoning_content\"}") + ","
                + carried("m", "{\"provider\":\"one\",\"member\":\"reasoning_content\"}") + ","
                + carried(
                        "",
                        "{\"provider\":\"one\",\"call\":\"b\",\"extra_content\":{\"google\":{\"thought_signature\":\"x\"}}}")
                + "]},{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"},"
                + "{\"role\":\"assistant\",\"content\":\"so\",\"thinking_blocks\":["
                + carried("Or", "{\"provider\":\"two\",\"member\":\"reasoning\"}") + "]},"
                + "{\"role\":\"user\",\"content\":\"and\"},{\"role\":\"assistant\",\"content\":\"no\",\"thinking_blocks\":["
                + carried("calls nothing", "{\"provider\":\"one\",\"member\":\"reasoning\"}")
                + "]},{\"role\":\"user\",\"content\":\"why\"}]";
        PlainChat plain = plain(loop);

        JsonNode one = messages(plain, "one");
        JsonNode two = messages(plain, "two");
        JsonNode none = messages(plain, "other");

        assertThat(one.at("/1/reasoning_content").asString()).isEqualTo("H\"mm");
        assertThat(one.at("/1/tool_calls/0").has("extra_content")).isFalse();
        assertThat(one.at("/1/tool_calls/1/extra_content/google/thought_signature")
                        .asString())
                .isEqualTo("x");
        assertThat(one.path(3).has("reasoning")).isFalse();
        assertThat(one.path(5).toString()).isEqualTo("{\"role\":\"assistant\",\"content\":\"no\"}");
        assertThat(two.at("/3/reasoning").asString()).isEqualTo("Or");
        assertThat(two.path(1).has("reasoning_content")).isFalse();
        assertThat(none.toString()).doesNotContain("reasoning", "extra_content", "byok1", "thinking");
        assertThat(none).isEqualTo(messages(plain(loop.replaceAll(",\"thinking_blocks\":\\[[^]]*]", "")), "one"));
    }

    @Test
    void whatBelongsToACallIsSaidOnceHoweverManyHaveItsId() {
        String call = "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        PlainChat plain =
                plain("\"messages\":[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":null,"
                        + "\"tool_calls\":[" + call + "," + call + "],\"thinking_blocks\":["
                        + carried("", "{\"provider\":\"one\",\"call\":\"a\",\"extra_content\":{\"x\":1}}") + "]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"}]");

        JsonNode calls = messages(plain, "one").path(1).path("tool_calls");
        assertThat(calls.path(0).path("extra_content").path("x").asInt()).isEqualTo(1);
        assertThat(calls.path(1)).isEqualTo(JSON.readTree(call));
    }

    /** Nobody vouches for what comes back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"provider\":7,\"member\":\"reasoning\"}",
                "{\"provider\":\"p\",\"member\":\"role\"}",
                "{\"provider\":\"p\",\"call\":\"a\",\"extra_content\":\"x\"}",
                "{\"provider\":\"p\",\"call\":\"a\",\"extra_content\":{\"x\"}"
            })
    void whatCannotBeReadIsNothing(String json) {
        PlainChat plain =
                plain("\"messages\":[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":null,"
                        + TWO_CALLS + ",\"thinking_blocks\":[" + carried("Hm", json)
                        + ",{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"byok1.*\"}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"}]");

        assertThat(messages(plain, "p").path(1))
                .isEqualTo(JSON.readTree("{\"role\":\"assistant\",\"content\":null," + TWO_CALLS + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"top_k\":5,\"messages\":[]|top_k",
                "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]|messages[1].role",
                "\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\"}]}]|messages[0].content[1].image_url",
                "\"max_completion_tokens\":-1,\"messages\":[]|max_completion_tokens",
                "\"max_completion_tokens\":1e6,\"messages\":[]|max_completion_tokens",
                "\"max_tokens\":4096.0,\"messages\":[]|max_completion_tokens",
                "\"messages\":1|messages"
            })
    void whatChangesTheAnswerIsAnObstacle(String members, String field) {
        assertThat(plain(members).obstacle()).isEqualTo(field);
    }
}
