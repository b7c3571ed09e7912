package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** LangChain4j, with the gateway as its OpenAI and as its Anthropic. */
@ExtendWith(LeakWatch.class)
class LangChain4jE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

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
                            .strictJsonSchema(true)
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
                            .strictJsonSchema(true)
                            .build()
                    : AnthropicStreamingChatModel.builder()
                            .baseUrl(base)
                            .apiKey(key)
                            .modelName(name)
                            .maxTokens(99)
                            .build();
        }

        private AiMessage answer(AnyUpstream upstream, boolean stream, ChatRequest request) throws Exception {
            ChatResponse response = stream
                    ? stream(streaming(upstream.provider()), request)
                    : model(upstream.provider()).chat(request);
            return response.aiMessage();
        }
    }

    private static void answers() {
        for (AnyUpstream upstream : AnyUpstream.values()) {
            upstream.on(STAGE, upstream.says("Hello there"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, gpt",
        "OPENAI, claude",
        "OPENAI, bedrock",
        "ANTHROPIC, gpt",
        "ANTHROPIC, claude",
        "ANTHROPIC, bedrock"
    })
    void readsAnswersOfEveryDialect(Client client, String model) throws Exception {
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
    @MethodSource("clientsAndUpstreams")
    void callsToolsAndSendsTheirResults(Client client, AnyUpstream upstream, boolean stream) throws Exception {
        FakeProvider provider = upstream.on(STAGE, upstream.calls());
        ToolSpecification weather = ToolSpecification.builder()
                .name("get_weather")
                .description("Weather in a city")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
        UserMessage question = UserMessage.from(AnyUpstream.QUESTION);

        AiMessage calls = client.answer(
                upstream,
                stream,
                ChatRequest.builder()
                        .messages(question)
                        .toolSpecifications(weather)
                        .build());

        assertThat(calls.toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsOnly("get_weather");
        assertThat(calls.toolExecutionRequests())
                .extracting(call -> JSON.readTree(call.arguments()).path("city").asString())
                .containsExactly("Lisbon", "Porto");
        AiMessage answer = client.answer(
                upstream,
                stream,
                ChatRequest.builder()
                        .messages(
                                question,
                                calls,
                                ToolExecutionResultMessage.from(
                                        calls.toolExecutionRequests().get(0), "21"),
                                ToolExecutionResultMessage.from(
                                        calls.toolExecutionRequests().get(1), "18"))
                        .toolSpecifications(weather)
                        .build());
        assertThat(answer.text()).isEqualTo(AnyUpstream.COMPARED);
        assertThat(AnyUpstream.results(provider.calls().get(1))).isEqualTo(upstream.told("21", "18"));
    }

    @ParameterizedTest
    @MethodSource("clientsAndUpstreams")
    void readsAnAnswerByASchema(Client client, AnyUpstream upstream, boolean stream) throws Exception {
        FakeProvider provider = upstream.on(STAGE, upstream.says(Forecast.SAID));

        AiMessage answer = client.answer(
                upstream,
                stream,
                ChatRequest.builder()
                        .messages(UserMessage.from("Rome?"))
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("Forecast")
                                        .rootElement(JsonObjectSchema.builder()
                                                .addStringProperty("city")
                                                .addIntegerProperty("degrees")
                                                .required("city", "degrees")
                                                .additionalProperties(false)
                                                .build())
                                        .build())
                                .build())
                        .build());

        assertThat(JSON.readValue(answer.text(), Forecast.class)).isEqualTo(Forecast.ROME);
        Forecast.assertIsSchema(upstream.schema(provider.calls().get(0)));
    }

    private static Stream<Arguments> clientsAndUpstreams() {
        return Stream.of(Client.values()).flatMap(client -> Stream.of(AnyUpstream.values())
                .flatMap(upstream -> Stream.of(false, true).map(stream -> Arguments.of(client, upstream, stream))));
    }

    @ParameterizedTest
    @EnumSource
    void leavingAStreamClosesTheProvidersConnection(Client client) {
        FakeProvider provider = AnyUpstream.BEDROCK.on(STAGE, AnyUpstream.BEDROCK.goesOn());

        client.streaming("bedrock").chat("Hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse response, PartialResponseContext context) {
                context.streamingHandle().cancel();
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {}

            @Override
            public void onError(Throwable error) {}
        });

        await().untilAsserted(() -> assertThat(provider.cancelled()).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void knowsTheErrors(Client client) {
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());
        STAGE.upstream("gpt")
                .on("sk-g1", Answers.status(429, "{\"error\":{\"message\":\"slow\",\"type\":\"requests\"}}"));

        assertThatThrownBy(() -> client.model("gpt").chat("Hi")).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> client.model("claude").chat("Hi"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("Overloaded");
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
        return stream(
                model, ChatRequest.builder().messages(UserMessage.from(text)).build());
    }

    private static ChatResponse stream(StreamingChatModel model, ChatRequest request) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
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
