package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
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

/** The OpenAI SDK as a client of a provider that speaks Anthropic's dialect: all it reads is what its models demand. */
@ExtendWith(LeakWatch.class)
class AnthropicSdkE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .policy(policy ->
                    policy.model("alone", "", "claude/claude-sonnet-4-5").prioritized("claude", "c1"));

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
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.ok("hello world"));

        ChatCompletion answer = client.chat().completions().create(chat().build());

        assertThat(answer.validate().choices().get(0).message().content()).contains("hello world");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(14);
    }

    @Test
    void readsAStreamWithItsUsage() {
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.ok("hello world"));

        ChatCompletion answer = streamed(chat().streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        assertThat(answer.choices().get(0).message().content()).contains("hello world");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(14);
    }

    @Test
    void readsAStreamedToolCall() {
        STAGE.upstream("claude")
                .on(
                        "sk-c1",
                        Answers.events(Flux.just(
                                AnthropicAnswers.start(),
                                AnthropicAnswers.event(
                                        "content_block_start",
                                        ",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"),
                                part("{\\\"city\\\":"),
                                part("\\\"Paris\\\"}"),
                                AnthropicAnswers.event("content_block_stop", ",\"index\":0"),
                                AnthropicAnswers.event(
                                        "message_delta",
                                        ",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}"),
                                AnthropicAnswers.event("message_stop", ""))));

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
        FakeProvider provider = AnyUpstream.CLAUDE.on(STAGE, AnyUpstream.CLAUDE.calls());

        assertThat(SdkRequests.compare(client, "alone", stream)).isEqualTo(AnyUpstream.COMPARED);
        assertThat(AnyUpstream.results(provider.calls().get(1))).isEqualTo(AnyUpstream.CLAUDE.told("21", "18"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAnAnswerByASchema(boolean stream) {
        FakeProvider provider = AnyUpstream.CLAUDE.on(STAGE, AnyUpstream.CLAUDE.says(Forecast.SAID));

        assertThat(SdkRequests.forecast(client, "alone", stream)).isEqualTo(Forecast.ROME);
        Forecast.assertIsSchema(AnyUpstream.CLAUDE.schema(provider.calls().get(0)));
    }

    private static String part(String json) {
        return AnthropicAnswers.event(
                "content_block_delta",
                ",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + json + "\"}");
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
