package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** LangChain4j, with the gateway as its OpenAI and as its Anthropic. */
@ExtendWith(LeakWatch.class)
class LangChain4jE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("gpt")
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .policy(policy -> policy.model("gpt", "", "gpt/gpt-x")
                    .model("claude", "", "claude/claude-sonnet-4-5")
                    .model("first", "", "claude/claude-sonnet-4-5", "gpt/gpt-x")
                    .prioritized("gpt", "g1")
                    .prioritized("claude", "c1"));

    /** Which of its clients asks. */
    private enum Client {
        OPENAI,
        ANTHROPIC;

        private ChatModel model(String name) {
            String base = STAGE.gateway().baseUrl();
            String key = STAGE.policy().gatewayKey("agent");
            return this == OPENAI
                    ? OpenAiChatModel.builder()
                            .baseUrl(base)
                            .apiKey(key)
                            .modelName(name)
                            .maxRetries(0)
                            .build()
                    : AnthropicChatModel.builder()
                            .baseUrl(base)
                            .apiKey(key)
                            .modelName(name)
                            .maxTokens(99)
                            .maxRetries(0)
                            .build();
        }

        private StreamingChatModel streaming(String name) {
            String base = STAGE.gateway().baseUrl();
            String key = STAGE.policy().gatewayKey("agent");
            return this == OPENAI
                    ? OpenAiStreamingChatModel.builder()
                            .baseUrl(base)
                            .apiKey(key)
                            .modelName(name)
                            .build()
                    : AnthropicStreamingChatModel.builder()
                            .baseUrl(base)
                            .apiKey(key)
                            .modelName(name)
                            .maxTokens(99)
                            .build();
        }
    }

    private static void answers() {
        STAGE.upstream("gpt").on("sk-g1", Answers.ok("Hello there"));
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.ok("Hello there"));
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, gpt", "OPENAI, claude", "ANTHROPIC, gpt", "ANTHROPIC, claude"})
    void readsAnswersOfEitherDialect(Client client, String model) throws Exception {
        answers();

        assertThat(client.model(model).chat("Hi")).isEqualTo("Hello there");
        ChatResponse streamed = stream(client.streaming(model), "Hi");
        assertThat(streamed.aiMessage().text()).isEqualTo("Hello there");
        assertThat(streamed.tokenUsage().outputTokenCount()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void doesNotSeeThatAnotherDialectTookOver(Client client) throws Exception {
        answers();
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());

        assertThat(client.model("first").chat("Hi")).isEqualTo("Hello there");
        assertThat(stream(client.streaming("first"), "Hi").aiMessage().text()).isEqualTo("Hello there");
        assertThat(STAGE.upstream("claude").calls()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, gpt", "OPENAI, claude", "ANTHROPIC, gpt", "ANTHROPIC, claude"})
    void callsToolsAndSendsTheirResults(Client client, String model) {
        STAGE.upstream("gpt").on("sk-g1", recorded("openai", NativeStreams::openai));
        STAGE.upstream("claude").on("sk-c1", recorded("anthropic", NativeStreams::anthropic));
        ToolSpecification weather = ToolSpecification.builder()
                .name("get_weather")
                .description("Weather in a city")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
        UserMessage question = UserMessage.from("Compare the weather in Lisbon and Porto.");

        AiMessage calls = client.model(model)
                .chat(ChatRequest.builder()
                        .messages(question)
                        .toolSpecifications(weather)
                        .build())
                .aiMessage();

        assertThat(calls.toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsOnly("get_weather");
        assertThat(calls.toolExecutionRequests())
                .extracting(call -> JSON.readTree(call.arguments()).path("city").asString())
                .containsExactly("Lisbon", "Porto");
        String answer = client.model(model)
                .chat(ChatRequest.builder()
                        .messages(
                                question,
                                calls,
                                ToolExecutionResultMessage.from(
                                        calls.toolExecutionRequests().get(0), "21"),
                                ToolExecutionResultMessage.from(
                                        calls.toolExecutionRequests().get(1), "18"))
                        .toolSpecifications(weather)
                        .build())
                .aiMessage()
                .text();
        assertThat(answer).isEqualTo("Lisbon is warmer.");
    }

    /** The third turn of the recorded conversation calls, the fourth answers. */
    private static FakeProvider.Behaviour recorded(
            String folder, java.util.function.Function<JsonNode, List<String>> stream) {
        return (call, response) -> {
            boolean called = call.body().contains("Porto\\\"") || call.body().contains("\"Porto\"");
            JsonNode answer = Recordings.answers(folder).get(called ? 3 : 2);
            return call.streamed()
                    ? FakeProvider.stream(response, Flux.fromIterable(stream.apply(answer)))
                    : Answers.json(response, 200, answer.toString());
        };
    }

    @ParameterizedTest
    @EnumSource
    void knowsTheErrors(Client client) {
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());
        STAGE.upstream("gpt")
                .on("sk-g1", Answers.status(429, "{\"error\":{\"message\":\"slow\",\"type\":\"requests\"}}"));

        assertThatThrownBy(() -> client.model("gpt").chat("Hi")).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> client.model("nobody-s").chat("Hi")).isInstanceOf(ModelNotFoundException.class);
        STAGE.gateway().health().forget();
        STAGE.upstream("gpt")
                .on(
                        "sk-g1",
                        Answers.status(400, "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\"}}"));
        assertThatThrownBy(() -> client.model("gpt").chat("Hi"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("bad");
    }

    private static ChatResponse stream(StreamingChatModel model, String text) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat(text, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        return whole.get(20, TimeUnit.SECONDS);
    }
}
