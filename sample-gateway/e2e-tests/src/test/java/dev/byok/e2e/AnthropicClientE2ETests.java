package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.StructuredMessage;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The Anthropic SDK at providers that speak its dialect and at such that speak OpenAI's or Bedrock's: all it reads, event
 * by event, is what its models demand.
 */
@ExtendWith(LeakWatch.class)
class AnthropicClientE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .provider("gpt")
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .policy(policy -> policy.model("native", "", "claude/claude-sonnet-4-5")
                    .model("translated", "", "gpt/gpt-x")
                    .model("bedrock", "", "bedrock/" + AnyUpstream.CLAUDE_OF_BEDROCK)
                    .model("both", "", "claude/claude-sonnet-4-5", "gpt/gpt-x")
                    .prioritized("claude", "c1")
                    .prioritized("gpt", "g1")
                    .prioritized("bedrock", "b1"));

    private static AnthropicClient client;

    @BeforeAll
    static void start() {
        client = client(STAGE.policy().gatewayKey("agent"));
    }

    private static AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(STAGE.gateway().baseUrl().replaceFirst("/v1$", ""))
                .apiKey(key)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static void claude(FakeProvider.Behaviour behaviour) {
        STAGE.upstream("claude").on("sk-c1", behaviour);
    }

    private static void gpt(FakeProvider.Behaviour behaviour) {
        STAGE.upstream("gpt").on("sk-g1", behaviour);
    }

    private static void bedrock(FakeProvider.Behaviour behaviour) {
        STAGE.upstream("bedrock").on("sk-b1", behaviour);
    }

    /** Returns the model that a provider serves. */
    private static String model(AnyUpstream upstream) {
        return switch (upstream) {
            case CLAUDE -> "native";
            case GPT -> "translated";
            case BEDROCK -> "bedrock";
        };
    }

    private static MessageCreateParams.Builder ask(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(64).addUserMessage("Say hello");
    }

    private static Message create(MessageCreateParams request) {
        return client.messages().create(request).validate();
    }

    private static Message streamed(MessageCreateParams request) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(request)) {
            stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
        }
        return accumulator.message().validate();
    }

    private static String text(Message message) {
        StringBuilder text = new StringBuilder();
        message.content().forEach(block -> block.text().ifPresent(each -> text.append(each.text())));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "translated", "bedrock"})
    void readsAnAnswer(String model) {
        claude(AnthropicAnswers.ok("hello world"));
        gpt(Answers.ok("hello world"));
        bedrock(BedrockAnswers.ok("hello world"));

        Message message = create(ask(model).build());

        assertThat(text(message)).isEqualTo("hello world");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(5);
        assertThat(message.usage().outputTokens()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "translated", "bedrock"})
    void readsAStream(String model) {
        claude(AnthropicAnswers.ok("hello world"));
        gpt(Answers.ok("hello world"));
        bedrock(BedrockAnswers.ok("hello world"));

        Message message = streamed(ask(model).build());

        assertThat(text(message)).isEqualTo("hello world");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @Test
    void readsAStreamThatComesFromAnotherDialectThanItBegan() {
        claude(Answers.events(
                Flux.just(AnthropicAnswers.start(), AnthropicAnswers.errorEvent("overloaded_error", "Overloaded"))));
        gpt(Answers.ok("hello world"));

        assertThat(text(streamed(ask("both").build()))).isEqualTo("hello world");
    }

    private static Tool weather() {
        return Tool.builder()
                .name("weather")
                .description("Tells the weather")
                .inputSchema(Tool.InputSchema.builder()
                        .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                        .build())
                .build();
    }

    private static String call(int index, String id, String arguments) {
        return Answers.chunk(
                "{\"tool_calls\":[{\"index\":" + index + ","
                        + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",\"type\":\"function\",") + "\"function\":{"
                        + (id.isEmpty() ? "" : "\"name\":\"weather\",") + "\"arguments\":\"" + arguments + "\"}}]}",
                "null");
    }

    /** Both at once and in turns, as OpenAI's models do. */
    @Test
    void readsStreamedToolCallsAndSendsTheirResults() {
        gpt(Answers.inTurn(
                Answers.events(Flux.just(
                        Answers.role(),
                        Answers.content("Let me look."),
                        call(0, "call_1", ""),
                        call(1, "call_2", ""),
                        call(0, "", "{\\\"city\\\":"),
                        call(1, "", "{\\\"city\\\":\\\"Rome\\\"}"),
                        call(0, "", "\\\"Paris\\\"}"),
                        Answers.chunk("{}", "\"tool_calls\""),
                        Answers.usage(),
                        Answers.DONE)),
                Answers.ok("sunny")));

        Message called = streamed(ask("translated").addTool(weather()).build());
        List<ToolUseBlock> calls = calls(called);
        Message answered =
                create(results(ask("translated").addTool(weather()), called).build());

        assertThat(called.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(text(called)).isEqualTo("Let me look.");
        assertThat(calls).extracting(ToolUseBlock::id).containsExactly("call_1", "call_2");
        assertThat(calls).extracting(each -> each._input().toString()).containsExactly("{city=Paris}", "{city=Rome}");
        assertThat(text(answered)).isEqualTo("sunny");
        assertThat(STAGE.upstream("gpt").calls().get(1).body())
                .contains(
                        "\"role\":\"tool\",\"tool_call_id\":\"call_1\"",
                        "\"role\":\"tool\",\"tool_call_id\":\"call_2\"")
                .doesNotContain("tool_use", "cache_control", "caller");
    }

    private static List<ToolUseBlock> calls(Message message) {
        return message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .toList();
    }

    /** Goes on with a message and with the same result for each of its calls. */
    private static MessageCreateParams.Builder results(MessageCreateParams.Builder request, Message called) {
        return request.addMessage(called)
                .addUserMessageOfContentBlockParams(calls(called).stream()
                        .map(each -> ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId(each.id())
                                .content("sunny")
                                .build()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"CLAUDE, false", "CLAUDE, true", "BEDROCK, false", "BEDROCK, true"})
    void sendsAModelsThoughtsBackWithTheResultsOfItsCalls(AnyUpstream upstream, boolean stream) {
        FakeProvider provider = upstream.on(STAGE, upstream.calls());
        MessageCreateParams request = ask(model(upstream))
                .maxTokens(4096)
                .enabledThinking(2048)
                .addTool(weather())
                .build();

        Message called = stream ? streamed(request) : create(request);
        MessageCreateParams again = results(request.toBuilder(), called).build();
        Message answered = stream ? streamed(again) : create(again);

        assertThat(called.content().get(0).asThinking().signature()).isEqualTo("c2lnLTM=");
        assertThat(calls(called))
                .extracting(each -> each._input().toString())
                .containsExactly("{city=Lisbon}", "{city=Porto}");
        assertThat(text(answered)).isEqualTo(AnyUpstream.COMPARED);
        assertThat(provider.calls().get(1).body()).contains("Two cities, two calls.", "c2lnLTM=");
        assertThat(AnyUpstream.results(provider.calls().get(1))).isEqualTo(upstream.told("sunny", "sunny"));
    }

    @ParameterizedTest
    @EnumSource
    void readsAnAnswerByASchema(AnyUpstream upstream) {
        FakeProvider provider = upstream.on(STAGE, upstream.says(Forecast.SAID));
        MessageCreateParams request = ask(model(upstream))
                .outputConfig(OutputConfig.builder()
                        .format(JsonOutputFormat.builder()
                                .schema(JsonValue.from(Forecast.SCHEMA).convert(JsonOutputFormat.Schema.class))
                                .build())
                        .build())
                .build();

        assertThat(forecast(create(request))).isEqualTo(Forecast.ROME);
        assertThat(forecast(streamed(request))).isEqualTo(Forecast.ROME);
        assertThat(provider.calls()).hasSize(2).allSatisfy(call -> Forecast.assertIsSchema(upstream.schema(call)));
    }

    private static Forecast forecast(Message message) {
        return new StructuredMessage<>(Forecast.class, message)
                .content()
                .get(0)
                .asText()
                .text();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsThoughts(boolean stream) {
        String total = "\"total_tokens\":12";
        String counted = total + ",\"completion_tokens_details\":{\"reasoning_tokens\":3}";
        gpt((call, response) -> call.streamed()
                ? FakeProvider.stream(
                        response,
                        Flux.just(
                                Answers.chunk("{\"role\":\"assistant\",\"reasoning_content\":\"Hm\"}", "null"),
                                Answers.content("Yes"),
                                Answers.finish(),
                                Answers.usage().replace(total, counted),
                                Answers.DONE))
                : Answers.json(
                        response,
                        200,
                        Answers.chat("Yes")
                                .replace(total, counted)
                                .replace("\"refusal\":null", "\"refusal\":null,\"reasoning_content\":\"Hm\"")));
        MessageCreateParams request =
                ask("translated").maxTokens(4096).enabledThinking(2048).build();

        Message message = stream ? streamed(request) : create(request);

        ContentBlock thought = message.content().get(0);
        assertThat(thought.asThinking().thinking()).isEqualTo("Hm");
        assertThat(text(message)).isEqualTo("Yes");
        assertThat(message.usage().outputTokensDetails())
                .hasValueSatisfying(
                        details -> assertThat(details.thinkingTokens()).isEqualTo(3));
        assertThat(STAGE.upstream("gpt").calls().get(0).body())
                .contains("\"reasoning_effort\":\"low\"")
                .doesNotContain("budget_tokens");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsThoughtsThatNobodyMayRead(boolean stream) {
        bedrock(AnyUpstream.BEDROCK.answers(Recordings.answers("bedrock").get(6)));

        Message message = stream
                ? streamed(ask("bedrock").build())
                : create(ask("bedrock").build());

        assertThat(message.content().get(0).asRedactedThinking().data()).isEqualTo("cmVkYWN0ZWQ=");
        assertThat(message.content().get(1).asThinking().signature()).isEqualTo("c2lnLTc=");
        assertThat(text(message)).isEqualTo("I cannot see your trips.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatAProviderWantsBack(boolean stream) {
        String extra = "\"extra_content\":{\"google\":{\"thought_signature\":\"sig\"}}";
        String recorded = Recordings.answers("openai").get(2).toString();
        AnyUpstream.GPT.on(
                STAGE,
                AnyUpstream.GPT.answers(Recordings.JSON.readTree(
                        recorded.replaceFirst("\"id\":\"call_A\"", extra + ",\"id\":\"call_A\""))));
        MessageCreateParams request = ask("translated").addTool(weather()).build();

        Message called = stream ? streamed(request) : create(request);
        create(results(request.toBuilder(), called).build());

        assertThat(called.content())
                .filteredOn(ContentBlock::isThinking)
                .singleElement()
                .satisfies(block -> assertThat(block.asThinking().signature()).startsWith("byok1."));
        assertThat(calls(called)).hasSize(2);
        assertThat(STAGE.upstream("gpt").calls().get(1).body()).contains(extra).doesNotContain("byok1.");
    }

    @Test
    void countsTokens() {
        claude(Answers.status(200, "{\"input_tokens\":14}"));

        assertThat(client.messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("native")
                                .addUserMessage("hi")
                                .build())
                        .inputTokens())
                .isEqualTo(14);
        assertThatThrownBy(() -> client.messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("translated")
                                .addUserMessage("hi")
                                .build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("messages/count_tokens");
    }

    @Test
    void errorsAreItsExceptions() {
        assertThatThrownBy(() -> {
                    AnthropicClient nobody = client("sk-nobody");
                    try {
                        nobody.messages().create(ask("native").build());
                    } finally {
                        nobody.close();
                    }
                })
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> create(ask("nothing").build())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> create(ask("translated")
                        .putAdditionalBodyProperty("top_k", JsonValue.from(3))
                        .build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("top_k");
        gpt(Answers.status(400, Answers.error("bad", "invalid_request_error", "x")));
        assertThatThrownBy(() -> create(ask("translated").build())).isInstanceOf(BadRequestException.class);
        gpt(Answers.status(429, Answers.NO_QUOTA));
        assertThatThrownBy(() -> create(ask("translated").build()))
                .isInstanceOfSatisfying(RateLimitException.class, thrown -> assertThat(thrown.requestId())
                        .hasValueSatisfying(id -> assertThat(id).startsWith("gen-")));
        claude(Answers.status(500, AnthropicAnswers.error("api_error", "oops")));
        assertThatThrownBy(() -> create(ask("native").build()))
                .isInstanceOfSatisfying(InternalServerException.class, thrown -> assertThat(thrown.apiMessage())
                        .hasValueSatisfying(message -> assertThat(message).contains("oops")));
        assertThat(STAGE.upstream("gpt").calls())
                .as("not tried again by itself")
                .hasSize(2);
    }

    @Test
    void errorsOfBedrocksAreItsExceptions() {
        AnthropicClient once = client.withOptions(options -> options.maxRetries(0));
        bedrock(BedrockAnswers.error(429, "ThrottlingException", "Too many requests, wait."));
        assertThatThrownBy(() -> once.messages().create(ask("bedrock").build()))
                .isInstanceOfSatisfying(RateLimitException.class, thrown -> assertThat(thrown.apiMessage())
                        .hasValueSatisfying(message -> assertThat(message).contains("Too many requests, wait.")));

        STAGE.gateway().health().forget();
        bedrock(BedrockAnswers.error(400, "ValidationException", "messages: bad"));
        assertThatThrownBy(() -> once.messages().create(ask("bedrock").build()))
                .isInstanceOfSatisfying(BadRequestException.class, thrown -> assertThat(thrown.apiMessage())
                        .hasValueSatisfying(message -> assertThat(message).contains("messages: bad")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "translated"})
    void anErrorInAStreamIsAnException(String model) {
        claude(Answers.events(Flux.just(
                AnthropicAnswers.start(),
                AnthropicAnswers.textStart(),
                AnthropicAnswers.text("Hello"),
                AnthropicAnswers.errorEvent("overloaded_error", "Overloaded"))));
        gpt(Answers.events(
                Flux.just(Answers.role(), Answers.content("Hello"), Answers.errorEvent("busy", "server_error", "x"))));

        assertThatThrownBy(() -> streamed(ask(model).build()))
                .isInstanceOf(AnthropicServiceException.class)
                .hasMessageContaining("the answer is incomplete");
    }

    @Test
    void leavingAStreamClosesTheProvidersConnection() {
        gpt(Answers.events(Flux.just(Answers.role(), Answers.content("Hello")).concatWith(Mono.never())));

        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(ask("translated").build())) {
            Iterator<RawMessageStreamEvent> events = stream.stream().iterator();
            assertThat(events.next().isMessageStart()).isTrue();
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> STAGE.upstream("gpt").cancelled() > 0);
    }
}
