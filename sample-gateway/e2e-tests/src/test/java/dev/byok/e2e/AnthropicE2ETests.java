package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers of OpenAI's dialect at a provider that speaks Anthropic's, alone and beside one that speaks theirs. */
@ExtendWith(LeakWatch.class)
class AnthropicE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USAGE = "{\"prompt_tokens\":7,\"completion_tokens\":7,\"total_tokens\":14,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("claude", "anthropic", "/v1", "timeouts: { first-output: 1s, stall: 1s }", List.of("claude"))
            .provider("gpt")
            .policy(policy -> policy.model("alone", "", "claude/claude-sonnet-4-5")
                    .model("first", "", "claude/claude-sonnet-4-5", "gpt/gpt-x")
                    .model("second", "", "gpt/gpt-x", "claude/claude-sonnet-4-5")
                    .prioritized("claude", "c1")
                    .prioritized("gpt", "g1"));

    private static FakeProvider claude(FakeProvider.Behaviour behaviour) {
        return STAGE.upstream("claude").on("sk-c1", behaviour);
    }

    private static FakeProvider gpt(FakeProvider.Behaviour behaviour) {
        return STAGE.upstream("gpt").on("sk-g1", behaviour);
    }

    @Test
    void asksInAnthropicsWordsAndAnswersInOpenAis() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello there"));

        Reply reply = STAGE.client()
                .chat(
                        "{\"provider\":{\"only\":[\"claude\"]},\"model\":\"alone\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":9}",
                        "anthropic-beta",
                        "context-1m-2025-08-07",
                        "anthropic-version",
                        "2000-01-01",
                        "openai-beta",
                        "foreign",
                        "cookie",
                        "foreign=1");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("x-byok-provider")).isEqualTo("claude");
        assertThat(reply.header("x-byok-upstream-id")).isEqualTo("req_a");
        JsonNode answer = reply.json();
        assertThat(answer.path("created").asLong()).isPositive();
        assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
        assertThat(answer.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .isEqualTo("Hello there");
        assertThat(answer.path("choices").path(0).path("finish_reason").asString())
                .isEqualTo("stop");
        assertThat(answer.path("usage")).isEqualTo(JSON.readTree(USAGE));
        FakeProvider.Call call = claude.calls().get(0);
        assertThat(call.path()).isEqualTo("/v1/messages");
        assertThat(JSON.readTree(call.body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"}]}"));
        assertThat(call.headers())
                .containsOnlyKeys(
                        "x-api-key",
                        "anthropic-version",
                        "anthropic-beta",
                        "user-agent",
                        "accept",
                        "accept-encoding",
                        "content-type",
                        "content-length",
                        "host")
                .containsEntry("x-api-key", "sk-c1")
                .containsEntry("anthropic-version", "2023-06-01")
                .containsEntry("anthropic-beta", "context-1m-2025-08-07");
    }

    @Test
    void streamsEventByEvent() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello there"));

        Reply reply = STAGE.client().chat(Client.streamOf("alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(content(reply)).isEqualTo("Hello there");
        assertThat(reply.body()).endsWith("data: [DONE]\n\n").doesNotContain("usage", "message_start");
        assertThat(JSON.readTree(claude.calls().get(0).body()).path("stream").asBoolean())
                .isTrue();
    }

    @Test
    void tellsTheUsageOfAStreamToWhoAsks() {
        claude(AnthropicAnswers.ok("Hi"));

        Reply reply = STAGE.client()
                .chat(Client.streamOf("alone").replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},"));

        List<JsonNode> chunks = chunks(reply);
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.path("usage")).isEqualTo(JSON.readTree(USAGE));
        assertThat(chunks.get(0).path("usage").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsOverToAnotherDialectUnseen(boolean stream) {
        claude(AnthropicAnswers.overloaded());
        FakeProvider gpt = gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client().chat(stream ? Client.streamOf("first") : Client.chatOf("first"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(
                        stream
                                ? content(reply)
                                : reply.json().at("/choices/0/message/content").asString())
                .isEqualTo("Hello there");
        assertThat(gpt.calls().get(0).path()).isEqualTo("/v1/chat/completions");
        assertThat(gpt.calls().get(0).body()).contains("\"model\":\"gpt-x\"").doesNotContain("max_tokens");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsOverFromAnotherDialectUnseen(boolean stream) {
        gpt(Answers.failing());
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello there"));

        Reply reply = STAGE.client().chat(stream ? Client.streamOf("second") : Client.chatOf("second"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("claude");
        assertThat(
                        stream
                                ? content(reply)
                                : reply.json().at("/choices/0/message/content").asString())
                .isEqualTo("Hello there");
        assertThat(claude.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|authentication_error|invalid x-api-key|502|upstream_credentials",
                "403|permission_error|no|502|upstream_credentials",
                "404|not_found_error|model: claude-x|404|model_not_found",
                "413|request_too_large|too large|413|context_length_exceeded",
                "400|invalid_request_error|prompt is too long: 9 tokens > 8 maximum|400|context_length_exceeded",
                "400|invalid_request_error|messages: bad|400|invalid_request",
                "402|billing_error|pay|429|insufficient_quota",
                "500|api_error|oops|502|upstream_error",
                "529|overloaded_error|Overloaded|503|overloaded"
            })
    void errorsAreOpenAis(int status, String type, String message, int told, String code) {
        claude(Answers.status(status, AnthropicAnswers.error(type, message)));

        Reply reply = STAGE.client().chat(Client.chatOf("alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(told);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.errorMessage()).contains(message);
        assertThat(reply.json().has("type")).isFalse();
    }

    @Test
    void whatItCannotBeToldGoesToWhoCan() {
        FakeProvider claude = claude(AnthropicAnswers.ok("never"));
        gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client().chat(Client.chatOf("first").replaceFirst("\\{", "{\"seed\":7,"));

        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(claude.calls()).isEmpty();
    }

    @Test
    void whatNobodyCanBeToldIsRefusedByItsName() {
        FakeProvider claude = claude(AnthropicAnswers.ok("never"));

        Reply reply = STAGE.client().chat(Client.chatOf("alone").replaceFirst("\\{", "{\"seed\":7,"));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("no_endpoints");
        assertThat(reply.error().path("param").asString()).isEqualTo("seed");
        assertThat(reply.errorMessage()).contains("request's own seed");
        assertThat(reply.excludedEndpoints()).containsExactly("alone claude capability request seed");
        assertThat(claude.calls()).isEmpty();
    }

    /** Anthropic has none. */
    @Test
    void embeddingsAreNeverAskedForThere() {
        FakeProvider claude = claude(AnthropicAnswers.ok("never"));

        Reply reply = STAGE.client()
                .send(STAGE.client()
                        .request("/embeddings")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"alone\",\"input\":\"hi\"}"))
                        .build());

        assertThat(reply.status()).as(reply.body()).isEqualTo(404);
        assertThat(reply.error().path("param").asString()).isEqualTo("embeddings");
        assertThat(claude.calls()).isEmpty();
    }

    /** The plan says the same before anybody is asked. */
    @Test
    void aDryRunTellsWhoCannotBeTold() {
        Reply reply =
                STAGE.client().chat(Client.chatOf("first").replaceFirst("\\{", "{\"n\":2,"), "x-byok-dry-run", "true");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("request n").contains("\"capability\"");
    }

    @Test
    void callsToolsAndTakesTheirResults() {
        FakeProvider claude = claude(Answers.inTurn(
                (call, response) -> Answers.json(
                        response,
                        200,
                        "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"),
                AnthropicAnswers.ok("Sunny")));
        String tools =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
        String question = "{\"role\":\"user\",\"content\":\"Weather in Rome?\"}";

        Reply called = STAGE.client().chat("{\"model\":\"alone\"," + tools + ",\"messages\":[" + question + "]}");
        JsonNode message = called.json().at("/choices/0/message");
        Reply answered = STAGE.client()
                .chat("{\"model\":\"alone\"," + tools + ",\"messages\":[" + question + "," + message
                        + ",{\"role\":\"tool\",\"tool_call_id\":\"toolu_1\",\"content\":\"sunny\"}]}");

        assertThat(called.json().at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(message.at("/tool_calls/0/function/arguments").asString()).isEqualTo("{\"city\":\"Rome\"}");
        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        assertThat(JSON.readTree(claude.calls().get(1).body()).path("messages"))
                .isEqualTo(
                        JSON.readTree(
                                "[" + question
                                        + ",{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}]}"
                                        + ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"sunny\"}]}]"));
    }

    private static List<JsonNode> chunks(Reply reply) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : reply.body().split("\n\n", -1)) {
            if (event.startsWith("data: {")) {
                chunks.add(JSON.readTree(event.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private static String content(Reply reply) {
        StringBuilder content = new StringBuilder();
        chunks(reply)
                .forEach(chunk ->
                        content.append(chunk.at("/choices/0/delta/content").asString("")));
        return content.toString();
    }
}
