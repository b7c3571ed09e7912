package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** Spring AI, with the gateway as its OpenAI. */
@ExtendWith(LeakWatch.class)
class SpringAiE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("gpt")
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .policy(policy -> policy.model("gpt", "", "gpt/gpt-x")
                    .model("claude", "", "claude/claude-sonnet-4-5")
                    .model("bedrock", "", "bedrock/" + AnyUpstream.CLAUDE_OF_BEDROCK)
                    .model("first", "", "claude/claude-sonnet-4-5", "gpt/gpt-x")
                    .prioritized("gpt", "g1")
                    .prioritized("claude", "c1")
                    .prioritized("bedrock", "b1"));

    private static ChatModel model(String name) {
        return OpenAiChatModel.builder().options(options(name).build()).build();
    }

    private static OpenAiChatOptions.Builder options(String name) {
        return OpenAiChatOptions.builder()
                .baseUrl(STAGE.gateway().baseUrl())
                .apiKey(STAGE.policy().gatewayKey("agent"))
                .model(name)
                .maxRetries(0);
    }

    private static void answers() {
        for (AnyUpstream upstream : AnyUpstream.values()) {
            upstream.on(STAGE, upstream.says("Hello there"));
        }
    }

    private static Prompt prompt() {
        return new Prompt(List.of(new SystemMessage("Be brief."), new UserMessage("Hi")));
    }

    private static String whole(ChatModel model) {
        return text(Objects.requireNonNull(model.call(prompt())));
    }

    private static String streamed(ChatModel model) {
        return String.join(
                "",
                Objects.requireNonNull(model.stream(prompt())
                        .map(SpringAiE2ETests::text)
                        .collectList()
                        .block(Duration.ofSeconds(20))));
    }

    private static String text(ChatResponse response) {
        return response.getResults().isEmpty()
                ? ""
                : Objects.requireNonNullElse(
                        response.getResults().get(0).getOutput().getText(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "bedrock"})
    void readsAnswersOfEveryDialect(String name) {
        answers();

        assertThat(whole(model(name))).isEqualTo("Hello there");
        assertThat(streamed(model(name))).isEqualTo("Hello there");
    }

    @Test
    void doesNotSeeThatAnotherDialectTookOver() {
        answers();
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());

        assertThat(whole(model("first"))).isEqualTo("Hello there");
        assertThat(streamed(model("first"))).isEqualTo("Hello there");
        assertThat(STAGE.upstream("claude").calls()).isNotEmpty();
    }

    private record City(String city) {}

    @ParameterizedTest
    @MethodSource("upstreams")
    void callsToolsAndSendsTheirResults(AnyUpstream upstream, boolean stream) {
        FakeProvider provider = upstream.on(STAGE, upstream.calls());
        ToolCallingChatOptions options = options(upstream.provider())
                .toolCallbacks(FunctionToolCallback.builder(
                                "get_weather", (City city) -> city.city().equals("Lisbon") ? 21 : 18)
                        .description("Weather in a city")
                        .inputType(City.class)
                        .build())
                .build();
        Prompt question = new Prompt(AnyUpstream.QUESTION, options);

        ChatResponse called = answer(question, stream);
        ToolExecutionResult results = ToolCallingManager.builder().build().executeToolCalls(question, called);
        ChatResponse answer = answer(new Prompt(results.conversationHistory(), options), stream);

        assertThat(called.hasToolCalls()).isTrue();
        assertThat(text(answer)).isEqualTo(AnyUpstream.COMPARED);
        assertThat(AnyUpstream.results(provider.calls().get(1))).isEqualTo(upstream.told("21", "18"));
    }

    /** An {@code int} of a class has a format, which only OpenAI takes. */
    @ParameterizedTest
    @MethodSource("upstreams")
    void readsAnAnswerByASchema(AnyUpstream upstream, boolean stream) {
        FakeProvider provider = upstream.on(STAGE, upstream.says(Forecast.SAID));
        BeanOutputConverter<Forecast> forecast = new BeanOutputConverter<>(Forecast.class);

        ChatResponse answer = answer(
                new Prompt(
                        "Rome?",
                        options(upstream.provider())
                                .outputSchema(forecast.getJsonSchema())
                                .build()),
                stream);

        assertThat(forecast.convert(text(answer))).isEqualTo(Forecast.ROME);
        Forecast.assertIsSchema(
                upstream.schema(provider.calls().get(0)),
                Map.of(
                        "type",
                        "integer",
                        upstream == AnyUpstream.GPT ? "format" : "description",
                        upstream == AnyUpstream.GPT ? "int32" : "(format: \"int32\")"));
    }

    private static Stream<Arguments> upstreams() {
        return Stream.of(AnyUpstream.values())
                .flatMap(upstream -> Stream.of(false, true).map(stream -> Arguments.of(upstream, stream)));
    }

    private static ChatResponse answer(Prompt prompt, boolean stream) {
        ChatModel model = OpenAiChatModel.builder()
                .options((OpenAiChatOptions) Objects.requireNonNull(prompt.getOptions()))
                .build();
        if (!stream) {
            return Objects.requireNonNull(model.call(prompt));
        }
        AtomicReference<ChatResponse> whole = new AtomicReference<>();
        new MessageAggregator().aggregate(model.stream(prompt), whole::set).blockLast(Duration.ofSeconds(20));
        return Objects.requireNonNull(whole.get());
    }

    @Test
    void leavingAStreamClosesTheProvidersConnection() {
        FakeProvider provider = AnyUpstream.CLAUDE.on(STAGE, AnyUpstream.CLAUDE.goesOn());

        String first = model("claude").stream(prompt())
                .map(SpringAiE2ETests::text)
                .filter(text -> !text.isEmpty())
                .blockFirst(Duration.ofSeconds(20));

        assertThat(first).isEqualTo("Hello");
        await().untilAsserted(() -> assertThat(provider.cancelled()).isEqualTo(1));
    }

    @Test
    void tellsWhatWentWrong() {
        STAGE.upstream("gpt")
                .on(
                        "sk-g1",
                        Answers.status(400, "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\"}}"));

        assertThatThrownBy(() -> whole(model("gpt"))).hasMessageContaining("bad");
        assertThatThrownBy(() -> whole(model("nobody-s"))).hasMessageContaining("nobody-s");
    }
}
