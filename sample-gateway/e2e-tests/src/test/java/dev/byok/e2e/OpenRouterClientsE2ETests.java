package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that were written for OpenRouter, as npm has them: its own SDK, and the provider for it of the Vercel AI SDK. All
 * cases run in one process before the first test, which reads what came of them.
 */
@ExtendWith(LeakWatch.class)
class OpenRouterClientsE2ETests {

    private static final Pattern README_CODE = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

    /** Each model that fails has a provider of its own, whose keys it may wear out. */
    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider(
                    "upstream",
                    "openai",
                    "/v1",
                    "",
                    List.of("alpha", "beta", "bare", "tools", "cut", "embed", "limited", "rejected", "busy"))
            .provider("endless")
            .policy(policy -> {
                policy.profile("standard", "order: [alpha]")
                        .price(
                                "alpha/chat",
                                "{ prompt: 1, completion: 4, cached-read: 0.1 }, capabilities: [tools, vision]")
                        .price("beta/chat", "{ prompt: 0.5, completion: 2 }")
                        .model("acme/chat", "context: 128000", "alpha/chat", "beta/chat")
                        .model("acme/shared", "", "alpha/shared")
                        .model("acme/bare", "", "bare/chat")
                        .model("acme/tools", "capabilities: [tools]", "tools/chat")
                        .model("acme/cut", "", "cut/chat")
                        .model("acme/endless", "", "endless/chat")
                        .model("acme/embedding", "", "embed/embedding")
                        .model("acme/limited", "", "limited/chat")
                        .model("acme/rejected", "", "rejected/chat")
                        .model("acme/overloaded", "", "busy/chat")
                        .key("alpha", "prioritized", "alpha", "models: [acme/chat]")
                        .shared("alpha", "shared");
                List.of("beta", "bare", "tools", "cut", "endless", "embed", "limited", "rejected", "busy")
                        .forEach(name -> policy.prioritized(name, name));
            });

    private static JsonNode results = JsonMapper.shared().createObjectNode();

    @BeforeAll
    static void runClients() throws IOException {
        FakeProvider upstream = STAGE.upstream("upstream");
        Map<String, Behaviour> behaviours = Map.of(
                "alpha", complete("from alpha"),
                "beta", complete("from beta"),
                "bare", Answers.ok("from bare"),
                "tools", SdkAnswers.toolCall(),
                "cut", Answers.cutAfter(Answers.content("half")),
                "embed", SdkAnswers.embedding(),
                "limited", Answers.rateLimited(120),
                "rejected", Answers.rejected(),
                "busy", Answers.status(503, Answers.SERVER_ERROR));
        behaviours.forEach((name, behaviour) -> upstream.on("sk-" + name, behaviour));
        FakeProvider endless = STAGE.upstream("endless")
                .on(
                        "sk-endless",
                        Answers.events(Flux.just(Answers.content("on and on")).concatWith(Mono.never())));
        String base = STAGE.gateway().baseUrl();
        String key = STAGE.policy().gatewayKey("agent");
        NodeProject project = NodeProject.install("openrouter");
        String printed = project.run(
                "clients.mjs",
                Map.of(
                        "BASE_URL", base,
                        "KEY", key,
                        "README_CODE", project.write("readme.mjs", readmeCode(base, key))));
        results = JsonMapper.shared().readTree(printed);
        // Both clients left one.
        await().atMost(Duration.ofSeconds(10)).until(() -> endless.cancelled() == 2);
    }

    /** As OpenAI answers: usage is null until it is told, and a fingerprint may be, too. */
    private static Behaviour complete(String text) {
        Flux<String> events = Flux.fromIterable(Answers.chunks(text))
                .map(event -> event.contains("\"usage\"") || event.equals(Answers.DONE)
                        ? event
                        : event.replace("\"choices\":", "\"usage\":null,\"system_fingerprint\":null,\"choices\":"));
        return (call, response) -> call.streamed()
                ? FakeProvider.stream(response, events)
                : Answers.json(
                        response,
                        200,
                        Answers.chat(text).replace("\"choices\":", "\"system_fingerprint\":\"fp_1\",\"choices\":"));
    }

    private static String readmeCode(String base, String key) throws IOException {
        Matcher code = README_CODE.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(code.find()).as("code of JavaScript in README.md").isTrue();
        return code.group(1)
                .replace("http://localhost:8080/v1", base)
                .replaceAll("byok_\\w+", key)
                .replace("demo/chat", "acme/chat");
    }

    @Test
    void theSdkReadsAChatAnswer() {
        JsonNode answer = ok("sdk chat");

        assertThat(answer.path("text").asString()).isEqualTo("from alpha");
        assertThat(answer.path("finish").asString()).isEqualTo("stop");
        assertThat(answer.path("tokens").asInt()).isEqualTo(12);
    }

    @Test
    void theSdkReadsAnAnswerThatLacksWhatItInsistsOn() {
        assertThat(ok("sdk answer without fingerprint").asString()).isEqualTo("from bare");
    }

    @ParameterizedTest
    @CsvSource({
        "sdk provider, from beta",
        "sdk max_price, from beta",
        "sdk models, from alpha",
        "sdk floor, from beta",
        "sdk cancelled stream, on and on"
    })
    void theSdksWishesAreFollowed(String name, String text) {
        assertThat(ok(name).asString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "sdk tools, tool_calls, arguments, '{\"city\":\"Paris\"}'",
        "ai tools, tool-calls, input, '{\"city\":\"Paris\"}'"
    })
    void toolCallsCome(String name, String finish, String field, String arguments) {
        JsonNode answer = ok(name);

        assertThat(answer.path("finish").asString()).isEqualTo(finish);
        assertThat(answer.path("name").asString()).isEqualTo("weather");
        JsonNode input = answer.path(field);
        assertThat(input.isString() ? input.asString() : input.toString()).isEqualTo(arguments);
    }

    @Test
    void theSdkReadsAStreamWithItsUsage() {
        JsonNode seen = ok("sdk stream");

        assertThat(seen.path("text").asString()).isEqualTo("from alpha");
        assertThat(seen.path("finish").asString()).isEqualTo("stop");
        assertThat(seen.path("usage").asInt()).isEqualTo(12);
        assertThat(seen.path("error").isNull()).isTrue();
    }

    @Test
    void theSdkIsToldInItsOwnWordsThatAStreamBroke() {
        JsonNode seen = ok("sdk broken stream");

        assertThat(seen.path("text").asString()).isEqualTo("half");
        assertThat(seen.path("finish").asString()).isEqualTo("error");
        assertThat(seen.path("error").path("code").asInt()).isEqualTo(502);
        assertThat(seen.path("error").path("metadata").path("errorType").asString())
                .isEqualTo("provider_unavailable");
    }

    @Test
    void theSdkListsTheModelsThatTheCallerMayUse() {
        JsonNode models = ok("sdk list");
        JsonNode chat = models.path("acme/chat");

        assertThat(models.size()).isEqualTo(10);
        assertThat(chat.path("contextLength").asInt()).isEqualTo(128000);
        assertThat(chat.path("pricing").path("prompt").asString()).isEqualTo("0.0000005");
        assertThat(chat.path("architecture").path("inputModalities").toString()).isEqualTo("[\"text\",\"image\"]");
        assertThat(models.path("acme/tools").path("supportedParameters").toString())
                .isEqualTo("[\"tools\",\"tool_choice\"]");
        assertThat(models.path("acme/bare").path("pricing").path("prompt").asString())
                .isEqualTo("-1");
    }

    @ParameterizedTest
    @CsvSource({"sdk embeddings", "ai embeddings"})
    void embeddingsCome(String name) {
        assertThat(ok(name).toString()).isEqualTo("[0.5,-0.25,1]");
    }

    @ParameterizedTest
    @CsvSource({
        "sdk 400, BadRequestResponseError, 400, invalid_body, invalid_request",
        "sdk 401, UnauthorizedResponseError, 401, invalid_api_key, authentication",
        "sdk 403, ForbiddenResponseError, 403, no_eligible_route, permission_denied",
        "sdk 404 model, NotFoundResponseError, 404, model_not_found, not_found",
        "sdk 404 endpoints, NotFoundResponseError, 404, no_endpoints, not_found",
        "sdk 429, TooManyRequestsResponseError, 429, rate_limit_exceeded, rate_limit_exceeded",
        "sdk stream 429, TooManyRequestsResponseError, 429, rate_limit_exceeded, rate_limit_exceeded",
        "sdk 502, BadGatewayResponseError, 502, upstream_credentials, provider_unavailable",
        "sdk 503, ServiceUnavailableResponseError, 503, overloaded, provider_overloaded"
    })
    void theSdkThrowsItsOwnErrors(String name, String error, int status, String code, String type) {
        JsonNode thrown = error(name);

        assertThat(thrown.path("name").asString()).as(thrown.toString()).isEqualTo(error);
        assertThat(thrown.path("status").asInt()).isEqualTo(status);
        assertThat(thrown.path("code").asInt()).isEqualTo(status);
        assertThat(thrown.path("metadata").path("code").asString()).isEqualTo(code);
        assertThat(thrown.path("metadata").path("error_type").asString()).isEqualTo(type);
        if (status == 429) {
            assertThat(thrown.path("retryAfter").asInt()).isBetween(60, 120);
        }
    }

    @ParameterizedTest
    @CsvSource({"ai chat, from beta", "ai stream, from beta"})
    void theAiSdkReadsAnswers(String name, String text) {
        JsonNode answer = ok(name);

        assertThat(answer.path("text").asString()).isEqualTo(text);
        assertThat(answer.path("tokens").asInt()).isEqualTo(12);
        assertThat(answer.path("finish").asString()).isEqualTo("stop");
    }

    @Test
    void theAiSdkIsToldThatAStreamBroke() {
        JsonNode seen = ok("ai broken stream");

        assertThat(seen.path("text").asString()).isEqualTo("half");
        assertThat(seen.path("error").asString()).contains("the answer is incomplete");
    }

    @Test
    void theAiSdkMayLeaveAStream() {
        assertThat(ok("ai cancelled stream").asString()).isEqualTo("aborted");
    }

    @ParameterizedTest
    @CsvSource({
        "ai 404 model, 404, model_not_found, false",
        "ai 404 endpoints, 404, no_endpoints, false",
        "ai titled 404, 404, 404, false",
        "ai 429, 429, rate_limit_exceeded, true",
        "ai 502, 502, upstream_credentials, true",
        "ai 503, 503, overloaded, true"
    })
    void theAiSdkThrowsWhatItKnows(String name, int status, String code, boolean retryable) {
        JsonNode thrown = error(name);

        assertThat(thrown.path("name").asString()).as(thrown.toString()).isEqualTo("AI_APICallError");
        assertThat(thrown.path("status").asInt()).isEqualTo(status);
        assertThat(thrown.path("code").asString()).isEqualTo(code);
        assertThat(thrown.path("retryable").asBoolean()).isEqualTo(retryable);
    }

    @Test
    void theReadmesCodeRuns() {
        assertThat(ok("readme").toString()).isEqualTo("[\"from alpha\",\"from alpha\"]");
    }

    private static JsonNode ok(String name) {
        JsonNode result = results.path(name);
        assertThat(result.has("ok")).as(name + ": " + result).isTrue();
        return result.path("ok");
    }

    private static JsonNode error(String name) {
        JsonNode result = results.path(name);
        assertThat(result.has("error")).as(name + ": " + result).isTrue();
        return result.path("error");
    }
}
