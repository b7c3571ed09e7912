package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** The OpenAI SDK as a client of a provider that speaks Bedrock's dialect: all it reads is what its models demand. */
@ExtendWith(LeakWatch.class)
class BedrockSdkE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .policy(policy -> policy.model("alone", "", "bedrock/amazon.nova-pro-v1:0")
                    .model("claude", "", "bedrock/" + AnyUpstream.CLAUDE_OF_BEDROCK)
                    .model("embed", "", "bedrock/cohere.embed-v4:0")
                    .prioritized("bedrock", "b1"));

    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(STAGE.gateway().baseUrl())
                .apiKey(STAGE.policy().gatewayKey("agent"))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model("alone").addUserMessage("Say hello");
    }

    @Test
    void readsAnAnswer() {
        STAGE.upstream("bedrock").on("sk-b1", BedrockAnswers.ok("hello world"));

        ChatCompletion answer = client.chat().completions().create(chat().build());

        assertThat(answer.validate().choices().get(0).message().content()).contains("hello world");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(14);
    }

    @Test
    void readsAStreamWithItsUsage() {
        STAGE.upstream("bedrock").on("sk-b1", BedrockAnswers.ok("hello world"));

        ChatCompletion answer = streamed(chat().streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        assertThat(answer.choices().get(0).message().content()).contains("hello world");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(14);
    }

    @Test
    void readsAStreamedToolCall() {
        STAGE.upstream("bedrock")
                .on(
                        "sk-b1",
                        BedrockAnswers.events(Flux.just(
                                BedrockAnswers.start(),
                                BedrockAnswers.event(
                                        "contentBlockStart",
                                        "{\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"toolUseId\":\"toolu_1\",\"name\":\"weather\"}}}"),
                                part("{\\\"city\\\":"),
                                part("\\\"Paris\\\"}"),
                                BedrockAnswers.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                                BedrockAnswers.event("messageStop", "{\"stopReason\":\"tool_use\"}"))));

        ChatCompletion answer = streamed(chat().addFunctionTool(
                        FunctionDefinition.builder().name("weather").build())
                .build());

        ChatCompletionMessageFunctionToolCall call = answer.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.id()).isEqualTo("toolu_1");
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Paris\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsTheResultsOfCalls(boolean stream) {
        FakeProvider provider = AnyUpstream.BEDROCK.on(STAGE, AnyUpstream.BEDROCK.calls());

        assertThat(SdkRequests.compare(client, "alone", stream)).isEqualTo(AnyUpstream.COMPARED);
        assertThat(AnyUpstream.results(provider.calls().get(1))).isEqualTo(AnyUpstream.BEDROCK.told("21", "18"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAnAnswerByASchema(boolean stream) {
        FakeProvider provider = AnyUpstream.BEDROCK.on(STAGE, AnyUpstream.BEDROCK.says(Forecast.SAID));

        assertThat(SdkRequests.forecast(client, "claude", stream)).isEqualTo(Forecast.ROME);
        Forecast.assertIsSchema(AnyUpstream.BEDROCK.schema(provider.calls().get(0)));
    }

    @Test
    void errorsAreItsExceptions() {
        OpenAIClient once = client.withOptions(options -> options.maxRetries(0));
        STAGE.upstream("bedrock")
                .on("sk-b1", BedrockAnswers.error(429, "ThrottlingException", "Too many requests, wait."));
        assertThatThrownBy(() -> once.chat().completions().create(chat().build()))
                .isInstanceOfSatisfying(RateLimitException.class, thrown -> assertThat(thrown.code())
                        .contains("rate_limit_exceeded"))
                .hasMessageContaining("Too many requests, wait.");

        STAGE.gateway().health().forget();
        STAGE.upstream("bedrock").on("sk-b1", BedrockAnswers.error(400, "ValidationException", "messages: bad"));
        assertThatThrownBy(() -> once.chat().completions().create(chat().build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("messages: bad");
    }

    @Test
    void readsEmbeddings() {
        STAGE.upstream("bedrock")
                .on(
                        "sk-b1",
                        (call, response) -> Answers.json(
                                response.header("x-amzn-bedrock-input-token-count", "4"),
                                200,
                                "{\"embeddings\":[[0.5,-1],[0.25,2]]}"));

        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("embed")
                        .inputOfArrayOfStrings(List.of("a", "b"))
                        .build())
                .validate();

        assertThat(answer.data().get(1).embedding()).containsExactly(0.25f, 2f);
        assertThat(answer.usage().promptTokens()).isEqualTo(4);
    }

    private static byte[] part(String json) {
        return BedrockAnswers.event(
                "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"" + json + "\"}}}");
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams request) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            stream.stream().forEach(chunk -> accumulator.accumulate(chunk.validate()));
        }
        return accumulator.chatCompletion().validate();
    }
}
