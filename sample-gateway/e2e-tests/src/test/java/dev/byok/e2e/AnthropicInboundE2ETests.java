package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers of Anthropic's dialect: at a provider that speaks it, at one that speaks OpenAI's, and from one to the other. */
@ExtendWith(LeakWatch.class)
class AnthropicInboundE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("claude", "anthropic", "/v1", "timeouts: { first-output: 1s, stall: 1s }", List.of("claude"))
            .provider("gpt", "timeouts: { first-output: 1s, stall: 1s }")
            .policy(policy -> policy.model("alone", "", "claude/claude-sonnet-4-5")
                    .model("other", "", "gpt/gpt-x")
                    .model("first", "", "claude/claude-sonnet-4-5", "gpt/gpt-x")
                    .model("second", "", "gpt/gpt-x", "claude/claude-sonnet-4-5")
                    .prioritized("claude", "c1")
                    .prioritized("gpt", "g1")
                    .profile("short", "max-tokens: 5")
                    .caller("short", "profile: short")
                    .environment("staging", "")
                    .caller("tester", "environment: staging, simulate: true"));

    private static FakeProvider claude(FakeProvider.Behaviour behaviour) {
        return STAGE.upstream("claude").on("sk-c1", behaviour);
    }

    private static FakeProvider gpt(FakeProvider.Behaviour behaviour) {
        return STAGE.upstream("gpt").on("sk-g1", behaviour);
    }

    private static String ask(String model, String more) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":9," + more
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    private static String stream(String model) {
        return ask(model, "\"stream\":true,");
    }

    // ---- to who speaks it

    @Test
    void passesARequestAndItsAnswerAsTheyAre() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello there"));
        String body = "{ \"unknown_yet\" : {\"a\":[1,2]}, \"model\" : \"alone\",\"max_tokens\":9, \"top_k\":3,"
                + "\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\",\"cache_control\":{\"type\":\"ephemeral\"}}],"
                + "\"messages\" : [ {\"role\":\"user\",\"content\":\"h\\u0069\"} ] }";

        Reply reply = STAGE.client()
                .messages(
                        body,
                        "anthropic-beta",
                        "context-1m-2025-08-07",
                        "anthropic-beta",
                        "another-beta",
                        "anthropic-version",
                        "2023-01-01",
                        "openai-beta",
                        "foreign",
                        "cookie",
                        "foreign=1");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(AnthropicAnswers.message("Hello there"));
        assertThat(reply.header("x-byok-provider")).isEqualTo("claude");
        assertThat(reply.header("x-byok-upstream-id")).isEqualTo("req_a");
        assertThat(reply.header("request-id")).isEqualTo(reply.header("x-byok-generation-id"));
        FakeProvider.Call call = claude.calls().get(0);
        assertThat(call.path()).isEqualTo("/v1/messages");
        assertThat(call.body()).isEqualTo(body.replace("\"alone\"", "\"claude-sonnet-4-5\""));
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
                .containsEntry("anthropic-version", "2023-01-01")
                .containsEntry("anthropic-beta", "context-1m-2025-08-07,another-beta");
    }

    @Test
    void takesTheGatewayKeyWhereAnthropicsClientsPutIt() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello"));

        Reply reply = STAGE.client()
                .send(HttpRequest.newBuilder(URI.create(STAGE.gateway().baseUrl() + "/messages?beta=true"))
                        .header("x-api-key", STAGE.policy().gatewayKey("agent"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(ask("alone", "")))
                        .build());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(claude.calls().get(0).headers()).containsEntry("anthropic-version", "2023-06-01");
        assertThat(claude.calls().get(0).path()).isEqualTo("/v1/messages");
    }

    @Test
    void passesAStreamAsItIs() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello there"));

        Reply reply = STAGE.client().messages(stream("alone"));

        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.body()).isEqualTo(String.join("", AnthropicAnswers.events("Hello there")));
        assertThat(claude.calls().get(0).body()).doesNotContain("stream_options");
    }

    @Test
    void cutsOutWhatOnlyTheRouterUnderstands() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello"));

        STAGE.client().messages(ask("first", "\"provider\":{\"only\":[\"claude\"]},\"session_id\":\"s\","));

        assertThat(JSON.readTree(claude.calls().get(0).body())).isEqualTo(JSON.readTree(ask("claude-sonnet-4-5", "")));
    }

    @Test
    void aCeilingIsWrittenWhereTheRequestNamesNone() {
        FakeProvider claude = claude(AnthropicAnswers.ok("Hello"));
        FakeProvider gpt = gpt(Answers.ok("Hello"));

        Client brief = STAGE.client("short");
        brief.messages(ask("alone", "").replace("\"max_tokens\":9,", ""));
        brief.messages(ask("other", "").replace("\"max_tokens\":9,", ""));
        Reply refused = brief.messages(ask("alone", ""));

        assertThat(JSON.readTree(claude.calls().get(0).body())
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(5);
        assertThat(JSON.readTree(gpt.calls().get(0).body())
                        .path("max_completion_tokens")
                        .asInt())
                .isEqualTo(5);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.error().path("type").asString()).isEqualTo("permission_error");
        assertThat(refused.errorCode()).isEqualTo("max_tokens_not_allowed");
    }

    @Test
    void countsTokensWhereTheProviderDoes() {
        FakeProvider claude = claude(Answers.status(200, "{\"input_tokens\":14}"));
        FakeProvider gpt = gpt(Answers.ok("never"));

        Reply reply = STAGE.client().countTokens(ask("second", "").replace("\"max_tokens\":9,", ""));
        Reply refused = STAGE.client().countTokens(ask("other", ""));

        assertThat(reply.body()).isEqualTo("{\"input_tokens\":14}");
        assertThat(claude.calls().get(0).path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.error().path("type").asString()).isEqualTo("not_found_error");
        assertThat(refused.errorMessage()).contains("messages/count_tokens");
        assertThat(gpt.calls()).isEmpty();
    }

    // ---- to who does not

    @Test
    void asksInOpenAisWordsAndAnswersInAnthropics() {
        FakeProvider gpt = gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client()
                .messages(
                        ask(
                                "other",
                                "\"system\":\"Be brief.\",\"metadata\":{\"user_id\":\"u\"},\"stop_sequences\":[\"X\"],"),
                        "anthropic-beta",
                        "context-1m-2025-08-07",
                        "anthropic-version",
                        "2023-06-01");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(reply.json())
                .isEqualTo(
                        JSON.readTree(
                                "{\"id\":\"msg_chatcmpl-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"upstream-model\","
                                        + "\"content\":[{\"type\":\"text\",\"text\":\"Hello there\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                                        + "\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":7}}"));
        FakeProvider.Call call = gpt.calls().get(0);
        assertThat(call.path()).isEqualTo("/v1/chat/completions");
        assertThat(call.headers()).doesNotContainKeys("anthropic-beta", "anthropic-version", "x-api-key");
        assertThat(JSON.readTree(call.body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"model\":\"gpt-x\",\"max_completion_tokens\":9,\"stop\":[\"X\"],\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hi\"}]}"));
    }

    @Test
    void streamsEventByEvent() {
        FakeProvider gpt = gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client().messages(stream("other"));

        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(types(reply))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(text(reply)).isEqualTo("Hello there");
        assertThat(events(reply).get(5).at("/usage/output_tokens").asInt()).isPositive();
        assertThat(reply.body()).doesNotContain("[DONE]", "choices");
        JsonNode asked = JSON.readTree(gpt.calls().get(0).body());
        assertThat(asked.path("stream").asBoolean()).isTrue();
        assertThat(asked.at("/stream_options/include_usage").asBoolean()).isTrue();
    }

    @Test
    void eventsGoOutAsTheyCome() {
        gpt(Answers.events(Flux.just(Answers.role(), Answers.content("Hello")).concatWith(Mono.never())));

        try (LiveStream live = STAGE.client().openMessages(stream("other"))) {
            assertThat(live.next()).contains("message_start");
            assertThat(live.next()).contains("content_block_start");
            assertThat(live.next()).contains("Hello");
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> STAGE.upstream("gpt").cancelled() > 0);
    }

    @Test
    void callsToolsAndTakesTheirResults() {
        FakeProvider gpt = gpt(Answers.inTurn(
                (call, response) -> Answers.json(
                        response,
                        200,
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}"),
                Answers.ok("Sunny")));
        String tools = "\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\"}}],\"max_tokens\":9,";

        Reply called = STAGE.client()
                .messages("{\"model\":\"other\"," + tools
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Weather in Rome?\"}]}");
        Reply answered = STAGE.client()
                .messages(
                        "{\"model\":\"other\"," + tools
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"Weather in Rome?\"},{\"role\":\"assistant\",\"content\":"
                                + called.json().path("content")
                                + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"sunny\"}]}]}");

        assertThat(called.json().path("stop_reason").asString()).isEqualTo("tool_use");
        assertThat(called.json().at("/content/0"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}"));
        assertThat(answered.json().at("/content/0/text").asString()).isEqualTo("Sunny");
        assertThat(JSON.readTree(gpt.calls().get(1).body()).path("messages"))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"role\":\"user\",\"content\":\"Weather in Rome?\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"sunny\"}]"));
    }

    private static final String LOOP_TOOLS =
            "\"max_tokens\":9000,\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\"}}],";

    private static String answered(String model, String more, JsonNode content) {
        return "{\"model\":\"" + model + "\"," + LOOP_TOOLS + more
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"},{\"role\":\"assistant\",\"content\":"
                + content
                + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"sunny\"}]}]}";
    }

    /** A client sends back the blocks that it got; only who they came from gets what it said beside OpenAI's words. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAProviderWantsBackComesBackToItAlone(boolean stream) {
        String call =
                "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"extra_content\":{\"google\":{\"thought_signature\":\"AbC=\"}},\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]";
        FakeProvider gpt = gpt(Answers.inTurn(
                (asked, response) -> stream
                        ? Answers.events(Flux.just(
                                        Answers.role(),
                                        Answers.chunk("{\"reasoning_content\":\"Look \"}", "null"),
                                        Answers.chunk("{\"reasoning_content\":\"it up.\"}", "null"),
                                        Answers.chunk("{" + call + "}", "\"tool_calls\""),
                                        Answers.usage(),
                                        "data: [DONE]\n\n"))
                                .answer(asked, response)
                        : Answers.json(
                                response,
                                200,
                                "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Look it up.\","
                                        + call
                                        + "},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}"),
                Answers.ok("Sunny")));
        FakeProvider claude = claude(AnthropicAnswers.ok("Sunny"));

        Reply called = STAGE.client().messages(stream ? stream("other") : ask("other", ""));
        JsonNode content = stream
                ? Speech.ANTHROPIC.keptOf(Speech.events(called.body())).path("content")
                : called.json().path("content");
        Reply same = STAGE.client().messages(answered("other", "", content));
        Reply elsewhere = STAGE.client().messages(answered("first", "", content));

        assertThat(content.findValuesAsString("type")).containsExactly("thinking", "thinking", "tool_use");
        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(JSON.readTree(gpt.calls().get(1).body()).at("/messages/1"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Look it up.\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"AbC=\"}}}]}"));
        assertThat(elsewhere.header("x-byok-provider")).isEqualTo("claude");
        assertThat(JSON.readTree(claude.calls().get(0).body()).at("/messages/1/content"))
                .isEqualTo(
                        JSON.readTree("[{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"weather\",\"input\":{}}]"));
    }

    /** Anthropic wants a signed thought in front of the call there. */
    @Test
    void aModelThatThinksByBudgetDoesNotGoOnFromACallWithoutItsThoughts() {
        FakeProvider gpt = gpt(Answers.ok("Sunny"));
        FakeProvider claude = claude(AnthropicAnswers.ok("Sunny"));
        String thinking = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},";
        JsonNode content = JSON.readTree(
                "[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"\"},{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"weather\",\"input\":{}}]");

        Reply wanted = STAGE.client().messages(answered("first", thinking, content));
        Reply unwanted = STAGE.client().messages(answered("first", "", content));
        Reply planned = STAGE.client().messages(answered("first", thinking, content), "x-byok-dry-run", "true");

        assertThat(wanted.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(gpt.calls()).hasSize(1);
        assertThat(unwanted.header("x-byok-provider")).isEqualTo("claude");
        assertThat(claude.calls()).hasSize(1);
        assertThat(planned.body()).contains("request thinking");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"messages\":7|messages",
                "\"max_tokens\":9|messages",
                "\"messages\":[{\"role\":\"robot\",\"content\":\"a\"}]|messages[0].role",
                "\"temperature\":\"hot\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]|temperature"
            })
    void whatIsNoRequestIsRefusedByItsField(String members, String field) {
        FakeProvider gpt = gpt(Answers.ok("never"));

        Reply reply = STAGE.client().messages("{\"model\":\"other\"," + members + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(reply.error().path("param").asString()).isEqualTo(field);
        assertThat(reply.errorMessage()).startsWith(field);
        assertThat(gpt.calls()).isEmpty();
    }

    @Test
    void whatItCannotBeToldGoesToWhoCan() {
        FakeProvider gpt = gpt(Answers.ok("never"));
        claude(AnthropicAnswers.ok("Hello"));

        Reply reply = STAGE.client().messages(ask("second", "\"top_k\":5,"));

        assertThat(reply.header("x-byok-provider")).isEqualTo("claude");
        assertThat(gpt.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"top_k\":5,|top_k",
                "\"container\":\"c\",|container",
                "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}],|tools[0].web_search_20250305",
                "\"mcp_servers\":[{}],|mcp_servers"
            })
    void whatNobodyCanBeToldIsRefusedByItsName(String member, String field) {
        FakeProvider gpt = gpt(Answers.ok("never"));

        Reply reply = STAGE.client().messages(ask("other", member));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("type").asString()).isEqualTo("error");
        assertThat(reply.error().path("type").asString()).isEqualTo("not_found_error");
        assertThat(reply.error().path("param").asString()).isEqualTo(field);
        assertThat(reply.errorMessage()).contains("request's own " + field);
        assertThat(gpt.calls()).isEmpty();
    }

    // ---- from one to the other

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsOverToAnotherDialectUnseen(boolean stream) {
        claude(AnthropicAnswers.overloaded());
        gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client().messages(stream ? stream("first") : ask("first", ""));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(stream ? text(reply) : reply.json().at("/content/0/text").asString())
                .isEqualTo("Hello there");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsOverFromAnotherDialectUnseen(boolean stream) {
        gpt(Answers.failing());
        claude(AnthropicAnswers.ok("Hello there"));

        Reply reply = STAGE.client().messages(stream ? stream("second") : ask("second", ""));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("claude");
        assertThat(reply.body())
                .isEqualTo(
                        stream
                                ? String.join("", AnthropicAnswers.events("Hello there"))
                                : AnthropicAnswers.message("Hello there"));
    }

    // ---- errors

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|authentication_error|invalid x-api-key|502|api_error|upstream_credentials|false",
                "404|not_found_error|model: claude-x|404|not_found_error|model_not_found|false",
                "413|request_too_large|too large|413|request_too_large|context_length_exceeded|false",
                "400|invalid_request_error|prompt is too long: 9 tokens > 8 maximum|400|invalid_request_error|context_length_exceeded|false",
                "400|invalid_request_error|messages: bad|400|invalid_request_error|invalid_request|false",
                "402|billing_error|pay|429|rate_limit_error|insufficient_quota|false",
                "500|api_error|oops|502|api_error|upstream_error|false",
                "529|overloaded_error|Overloaded|503|overloaded_error|overloaded|false"
            })
    void errorsAreAnthropics(
            int status, String type, String message, int told, String toldType, String code, String retry) {
        claude(Answers.status(status, AnthropicAnswers.error(type, message)));

        Reply reply = STAGE.client().messages(ask("alone", ""));

        assertThat(reply.status()).as(reply.body()).isEqualTo(told);
        assertThat(reply.json().path("type").asString()).isEqualTo("error");
        assertThat(reply.json().path("request_id").asString()).isEqualTo(reply.header("x-byok-generation-id"));
        assertThat(reply.error().path("type").asString()).isEqualTo(toldType);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.errorMessage()).contains(message);
        assertThat(reply.header("x-should-retry")).isEqualTo(retry);
    }

    @Test
    void aRateLimitTellsWhenToComeAgain() {
        gpt(Answers.rateLimited(3));

        Reply reply = STAGE.client().messages(ask("other", ""));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.error().path("type").asString()).isEqualTo("rate_limit_error");
        assertThat(reply.header("retry-after")).isEqualTo("3");
        assertThat(reply.header("x-should-retry")).isNull();
    }

    @Test
    void refusalsAreAnthropicsToo() {
        Reply nobody = new Client(STAGE.gateway().baseUrl(), "sk-nobody").messages(ask("alone", ""));
        Reply noModel = STAGE.client().messages(ask("nothing", ""));
        Reply noJson = STAGE.client().messages("{");
        Reply wrongMethod =
                STAGE.client().send(STAGE.client().request("/messages").GET().build());

        assertThat(List.of(nobody, noModel, noJson, wrongMethod))
                .extracting(reply ->
                        reply.status() + " " + reply.json().path("type").asString() + " "
                                + reply.error().path("type").asString())
                .containsExactly(
                        "401 error authentication_error",
                        "404 error not_found_error",
                        "400 error invalid_request_error",
                        "405 error invalid_request_error");
    }

    // ---- what callers of OpenAI's dialect have too

    @Test
    void aDryRunTellsWhoCannotBeTold() {
        Reply reply = STAGE.client().messages(ask("second", "\"top_k\":5,"), "x-byok-dry-run", "true");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("request top_k").contains("\"capability\"");
    }

    @Test
    void aFailureCanBeSimulated() {
        claude(AnthropicAnswers.ok("never"));
        gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client("tester").messages(stream("first"), "x-byok-simulate", "c1=529");

        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(text(reply)).isEqualTo("Hello there");
        assertThat(STAGE.upstream("claude").calls()).isEmpty();
    }

    @Test
    void aRequestThatComesAgainIsAnsweredOnce() {
        FakeProvider gpt = gpt(Answers.ok("Hello there"));

        Reply first = STAGE.client().messages(stream("other"), "idempotency-key", "messages-1");
        Reply again = STAGE.client().messages(stream("other"), "idempotency-key", "messages-1");
        Reply another = STAGE.client().messages(ask("other", ""), "idempotency-key", "messages-1");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("x-byok-idempotent-replay")).isEqualTo("true");
        assertThat(another.status()).as(another.body()).isBetween(400, 499);
        assertThat(another.error().path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(gpt.calls()).hasSize(1);
    }

    // ---- reading

    private static List<JsonNode> events(Reply reply) {
        List<JsonNode> events = new ArrayList<>();
        for (String event : reply.body().split("\n\n", -1)) {
            int data = event.indexOf("data: ");
            if (data >= 0) {
                events.add(JSON.readTree(event.substring(data + "data: ".length())));
            }
        }
        return events;
    }

    private static List<String> types(Reply reply) {
        return events(reply).stream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private static String text(Reply reply) {
        StringBuilder text = new StringBuilder();
        events(reply).forEach(event -> text.append(event.at("/delta/text").asString("")));
        return text.toString();
    }
}
