package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.ChatRequest;
import dev.byok.dialect.Tapes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestWriterTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static ChatRequest write(String members) {
        return RequestWriter.write(Tapes.of("{\"model\":\"m\"," + members + "}"));
    }

    private static JsonNode said(String members) {
        ChatRequest chat = write(members);
        assertThat(chat.unsayable()).isEmpty();
        return JSON.readTree(Tapes.text(chat.chat()));
    }

    private static JsonNode messages(String messages) {
        return said("\"messages\":" + messages).path("messages");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"max_tokens\":7|\"max_completion_tokens\":7",
                "\"temperature\":0.5,\"top_p\":0.9|\"temperature\":0.5,\"top_p\":0.9",
                "\"top_k\":5|\"top_k\":5",
                "\"stop_sequences\":[\"a\",\"b\"]|\"stop\":[\"a\",\"b\"]",
                "\"stream\":true|\"stream\":true",
                "\"stream\":false|",
                "\"metadata\":{\"user_id\":\"u\"}|",
                "\"service_tier\":\"standard_only\"|",
                "\"cache_control\":{\"type\":\"ephemeral\"}|\"cache_control\":{\"type\":\"ephemeral\"}",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}|\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}",
                "\"output_config\":{\"effort\":\"xhigh\"}|\"output_config\":{\"effort\":\"xhigh\"}",
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}|\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}",
                "\"output_format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}|\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}",
                "\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}|\"tool_choice\":\"auto\",\"parallel_tool_calls\":false",
                "\"tool_choice\":{\"type\":\"any\"}|\"tool_choice\":\"required\"",
                "\"tool_choice\":{\"type\":\"none\"}|\"tool_choice\":\"none\"",
                "\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\"}|\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
                "\"tools\":[{\"name\":\"f\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\"},\"strict\":true,\"cache_control\":{\"type\":\"ephemeral\"},\"eager_input_streaming\":true,\"allowed_callers\":[\"direct\"]}]|\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"},\"strict\":true},\"cache_control\":{\"type\":\"ephemeral\"}}]",
                "\"tools\":[{\"type\":\"custom\",\"name\":\"f\",\"input_schema\":{}}]|\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]",
                "\"tools\":[],\"container\":null|",
                "\"context_management\":{\"edits\":[{\"type\":\"clear_thinking_20251015\",\"keep\":\"all\"}]}|"
            })
    void saysWhatBesidesTheMessages(String members, String chat) {
        assertThat(said(members + "," + HI))
                .isEqualTo(JSON.readTree("{\"model\":\"m\"," + HI + (chat == null ? "" : "," + chat) + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Be brief.\"|\"Be brief.\"",
                "[{\"type\":\"text\",\"text\":\"Be brief.\"}]|\"Be brief.\"",
                "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\",\"cache_control\":{\"type\":\"ephemeral\"}}]|[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\",\"cache_control\":{\"type\":\"ephemeral\"}}]"
            })
    void aSystemIsAMessage(String system, String content) {
        assertThat(said("\"system\":" + system + "," + HI).path("messages"))
                .isEqualTo(JSON.readTree(
                        "[{\"role\":\"system\",\"content\":" + content + "},{\"role\":\"user\",\"content\":\"hi\"}]"));
    }

    @Test
    void resultsComeBeforeWhatElseIsSaid() {
        assertThat(messages("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"go on\"},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"1\",\"cache_control\":{\"type\":\"ephemeral\"}},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"b\",\"is_error\":true,\"content\":[{\"type\":\"text\",\"text\":\"2\"}]},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"c\"}]}]"))
                .isEqualTo(JSON.readTree(
                        "[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\",\"cache_control\":{\"type\":\"ephemeral\"}},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"2\",\"is_error\":true},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"\"},"
                                + "{\"role\":\"user\",\"content\":\"go on\"}]"));
    }

    /** A mark inside a result costs more at worst. */
    @Test
    void aMarkInsideAResultIsLeftAway() {
        assertThat(
                        messages(
                                "[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":["
                                        + "{\"type\":\"text\",\"text\":\"1\"},{\"type\":\"text\",\"text\":\"2\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]}]"))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":[{\"type\":\"text\",\"text\":\"1\"},{\"type\":\"text\",\"text\":\"2\"}]}]"));
    }

    @Test
    void anAssistantThatHasNotComeToSpeakSaidNothing() {
        assertThat(
                        messages(
                                "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":["
                                        + "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"\"}]},{\"role\":\"user\",\"content\":\"b\"}]"))
                .isEqualTo(
                        JSON.readTree("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]"));
    }

    @Test
    void anAssistantThinksSpeaksAndCalls() {
        assertThat(
                        messages(
                                "[{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},"
                                        + "{\"type\":\"redacted_thinking\",\"data\":\"d\"},{\"type\":\"thinking\",\"thinking\":\"unsigned\",\"signature\":\"\"},"
                                        + "{\"type\":\"text\",\"text\":\"Let me\",\"citations\":[{\"type\":\"page_location\"}]},"
                                        + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{ \"a\" : \"\\\"\" }}]},"
                                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"u\",\"name\":\"g\",\"input\":{}}]}]"))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"role\":\"assistant\",\"content\":\"Let me\",\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\\\"\\\\\\\"\\\"}\"}}],"
                                        + "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},{\"type\":\"redacted_thinking\",\"data\":\"d\"}]},"
                                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"u\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBO\"}}|{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBO\"}}",
                "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://a/b.png\"},\"cache_control\":{\"type\":\"ephemeral\"}}|{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"},\"cache_control\":{\"type\":\"ephemeral\"}}",
                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBE\"},\"title\":\"a.pdf\"}|{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,JVBE\"}}",
                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBE\"},\"citations\":{\"enabled\":false}}|{\"type\":\"file\",\"file\":{\"filename\":\"document.pdf\",\"file_data\":\"data:application/pdf;base64,JVBE\"}}",
                "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"words\"},\"title\":\"T\",\"context\":\"C\"}|{\"type\":\"text\",\"text\":\"T\\n\\nC\\n\\nwords\"}"
            })
    void blocksAreParts(String block, String part) {
        assertThat(messages("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"}," + block + "]}]"))
                .isEqualTo(JSON.readTree(
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"}," + part + "]}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"container\":\"c\"|container",
                "\"mcp_servers\":[]|mcp_servers",
                "\"speed\":\"fast\"|speed",
                "\"temperature\":\"hot\"|temperature",
                "\"output_config\":{\"task_budget\":{}}|output_config.task_budget",
                "\"output_config\":{\"format\":{\"type\":\"other\"}}|output_config.format",
                "\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}|context_management",
                "\"tools\":[{\"name\":\"f\"},{\"type\":\"bash_20250124\",\"name\":\"bash\"}]|tools[1].bash_20250124",
                "\"tools\":[{\"name\":\"f\",\"defer_loading\":true}]|tools[0].defer_loading",
                "\"tools\":[{\"name\":\"f\",\"input_examples\":[{}]}]|tools[0].input_examples",
                "\"tools\":[{\"name\":\"f\",\"allowed_callers\":[\"code_execution_20250825\"]}]|tools[0].allowed_callers",
                "\"tools\":[[5]]|tools[0]",
                "\"output_config\":[5]|output_config",
                "\"tool_choice\":{\"type\":\"other\"}|tool_choice"
            })
    void whatOnlyAnthropicCanIsNamed(String members, String field) {
        ChatRequest chat = write(members + "," + HI);

        assertThat(chat.isSayable()).isFalse();
        assertThat(chat.unsayable()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}|messages[0].content[0].source.file",
                "{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://a\"}}]}|messages[0].content[0].source.url",
                "{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"citations\":{\"enabled\":true},\"source\":{}}]}|messages[0].content[0].citations",
                "{\"role\":\"user\",\"content\":[{\"type\":\"search_result\"}]}|messages[0].content[0].search_result",
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":[{\"type\":\"tool_reference\"}]}]}|messages[0].content[0].content[0].tool_reference",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"server_tool_use\"}]}|messages[0].content[1].server_tool_use",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\"}]}|messages[0].content[0].input",
                "[5]|messages[0]",
                "{\"role\":\"tool\",\"content\":\"a\"}|messages[0].role",
                "{\"role\":\"user\"}|messages[0].content"
            })
    void whatOnlyAnthropicCanIsNamedInMessages(String message, String field) {
        assertThat(write("\"messages\":[" + message + "]").unsayable()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"messages\":7|messages",
                "\"max_tokens\":5|messages",
                "\"messages\":[5]|messages[0]",
                "\"messages\":[{\"role\":\"robot\",\"content\":\"a\"}]|messages[0].role",
                "\"messages\":[{\"role\":\"user\",\"content\":5}]|messages[0].content",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}]|messages[0].content[0].type",
                "\"system\":5,\"messages\":[]|system",
                "\"temperature\":\"hot\",\"messages\":[]|temperature",
                "\"tools\":{},\"messages\":[]|tools",
                "\"tool_choice\":\"auto\",\"messages\":[]|tool_choice",
                "\"tool_choice\":{},\"messages\":[]|tool_choice",
                "\"output_config\":\"low\",\"messages\":[]|output_config",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]|messages[0].content[0].source",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\"}}]}]|messages[0].content[0].source"
            })
    void whatIsNoRequestOfAnthropicsIsToldFromWhatOnlyAnthropicCan(String members, String field) {
        ChatRequest chat = write(members);

        assertThat(chat.malformed()).isTrue();
        assertThat(chat.unsayable()).isEqualTo(field);
        assertThat(write("\"container\":\"c\",\"messages\":[]").malformed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "T, true",
        "CT, true",
        "ST, false",
        "RT, false",
        "XT, true",
        "ST;T, false",
        "T;ST, true",
        "T;X, true",
        "T;-, false",
        "X, false"
    })
    void knowsWhereThoughtsAreMissingThatAModelWithABudgetWants(String turns, boolean unthought) {
        StringBuilder messages = new StringBuilder("{\"role\":\"user\",\"content\":\"a\"}");
        for (String turn : turns.split(";", -1)) {
            boolean called = turn.endsWith("T");
            messages.append(
                    turn.equals("-")
                            ? ",{\"role\":\"user\",\"content\":\"b\"}"
                            : ",{\"role\":\"assistant\",\"content\":[" + blocks(turn) + "]}");
            messages.append(
                    called
                            ? ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"},{\"type\":\"text\",\"text\":\"c\"}]}"
                            : "");
        }
        String conversation = "\"messages\":[" + messages + "]";

        assertThat(write("\"thinking\":{\"type\":\"enabled\"}," + conversation).unthought())
                .isEqualTo(unthought);
        assertThat(write("\"thinking\":{\"type\":\"adaptive\"}," + conversation).unthought())
                .isFalse();
        assertThat(write(conversation).unthought()).isFalse();
    }

    private static String blocks(String turn) {
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < turn.length(); i++) {
            blocks.add(
                    switch (turn.charAt(i)) {
                        case 'T' -> "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}";
                        case 'S' -> "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"}";
                        case 'C' -> "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"byok1.e30\"}";
                        case 'R' -> "{\"type\":\"redacted_thinking\",\"data\":\"d\"}";
                        default -> "{\"type\":\"text\",\"text\":\"x\"}";
                    });
        }
        return String.join(",", blocks);
    }

    /** What another dialect cannot be told is told to callers in their own words. */
    @ParameterizedTest
    @CsvSource({
        "messages[0].content, system",
        "messages[1].content[0].image_url, messages[0].content.image",
        "messages[2].thinking_blocks, messages[1].content.thinking",
        "messages[3].content[1].file, messages[2].content.document",
        "messages[4].content, messages[2].content",
        "messages[4].role, messages[2].role",
        "max_completion_tokens, max_tokens",
        "stop[0], stop[0]",
        "stop, stop_sequences",
        "response_format.type, output_config.format",
        "output_config.effort, output_config.effort",
        "tools[3].function.parameters, tools[3].input_schema",
        "tools[3].function.parameters.properties.a.additionalProperties, tools[3].input_schema.properties.a.additionalProperties",
        "tools[3].function.strict, tools[3].strict",
        "response_format.json_schema.schema.properties.function.additionalProperties, output_config.format",
        "top_k, top_k"
    })
    void fieldsHaveTheCallersNames(String said, String name) {
        ChatRequest chat = write(
                "\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                        + "{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"r\"},{\"type\":\"text\",\"text\":\"x\"}]}]");

        assertThat(chat.names().apply(said)).isEqualTo(name);
    }
}
