package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAI SDK as a client: answers that come whole. */
@ExtendWith(LeakWatch.class)
class OpenAiSdkE2ETests {

    private static AcmeGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        gateway = AcmeGateway.start();
        client = SdkRequests.client(gateway);
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.provider().forget();
    }

    @Test
    void readsAChatAnswer() {
        gateway.answer(Answers.ok("hello world"));

        ChatCompletion answer = client.chat().completions().create(SdkRequests.chat());

        assertThat(content(answer)).isEqualTo("hello world");
        assertThat(answer.id()).isEqualTo("chatcmpl-1");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
        assertThat(gateway.provider().calls()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/v1/chat/completions");
            assertThat(call.body()).contains("\"model\":\"gpt-upstream\"", "Say hello");
        });
    }

    @Test
    void readsAToolCall() {
        gateway.answer(SdkAnswers.toolCall());

        ChatCompletion answer = client.chat()
                .completions()
                .create(SdkRequests.chat(AcmeGateway.CHAT)
                        .addFunctionTool(
                                FunctionDefinition.builder().name("weather").build())
                        .build());

        ChatCompletionMessageFunctionToolCall.Function function = answer.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction()
                .function();
        assertThat(function.name()).isEqualTo("weather");
        assertThat(function.arguments()).isEqualTo("{\"city\":\"Paris\"}");
        assertThat(gateway.provider().calls()).singleElement().satisfies(call -> assertThat(call.body())
                .contains("\"tools\":[", "\"weather\""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsTheResultsOfCalls(boolean stream) {
        gateway.answer(AnyUpstream.GPT.calls());

        assertThat(SdkRequests.compare(client, AcmeGateway.CHAT, stream)).isEqualTo(AnyUpstream.COMPARED);
        assertThat(AnyUpstream.results(gateway.provider().calls().get(1))).isEqualTo(AnyUpstream.GPT.told("21", "18"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAnAnswerByASchema(boolean stream) {
        gateway.answer(Answers.ok(Forecast.SAID));

        assertThat(SdkRequests.forecast(client, AcmeGateway.CHAT, stream)).isEqualTo(Forecast.ROME);
        Forecast.assertIsSchema(
                AnyUpstream.GPT.schema(gateway.provider().calls().get(0)));
    }

    @Test
    void readsEmbeddings() {
        gateway.answer(SdkAnswers.embedding());

        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(AcmeGateway.EMBEDDING)
                        .input("some text")
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build());

        assertThat(answer.data().get(0).embedding()).containsExactly(0.5f, -0.25f, 1.0f);
        assertThat(gateway.provider().calls()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/v1/embeddings");
            assertThat(call.body()).contains("\"model\":\"embed-upstream\"");
        });
    }

    @Test
    void readsALegacyCompletion() {
        gateway.answer(SdkAnswers.completion());

        Completion answer = client.completions()
                .create(CompletionCreateParams.builder()
                        .model(AcmeGateway.TEXT)
                        .prompt("Say hello")
                        .build());

        assertThat(answer.choices().get(0).text()).isEqualTo("hello world");
        assertThat(gateway.provider().calls()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/v1/completions");
            assertThat(call.body()).contains("\"model\":\"instruct-upstream\"");
        });
    }

    @Test
    void listsTheModelsThatTheCallerMayUse() {
        List<Model> models = client.models().list().items();

        assertThat(models)
                .extracting(Model::id)
                .containsExactlyInAnyOrder(
                        AcmeGateway.CHAT, AcmeGateway.TEXT, AcmeGateway.EMBEDDING, AcmeGateway.SHARED);
        assertThat(models).extracting(Model::ownedBy).containsOnly("openai");
        assertThat(gateway.provider().calls()).isEmpty();
    }

    @Test
    void seesOfAFailoverOnlyItsHeaders() {
        gateway.provider().on("sk-first", Answers.failing()).on("sk-second", Answers.ok("hello world"));

        try (HttpResponseFor<ChatCompletion> answer =
                client.chat().completions().withRawResponse().create(SdkRequests.chat())) {
            assertThat(content(answer.parse())).isEqualTo("hello world");
            assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-second");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().values("x-byok-key")).containsExactly("second");
            assertThat(answer.headers().values("x-byok-attempts")).containsExactly("2");
            assertThat(answer.headers().values("x-byok-model")).containsExactly(AcmeGateway.CHAT);
            assertThat(answer.headers().values("x-byok-provider")).containsExactly("alpha");
            assertThat(answer.headers().values("x-byok-tier")).containsExactly("PRIORITIZED");
            assertThat(answer.headers().values("x-byok-generation-id")).hasSize(1);
        }
    }

    @Test
    void tellsTheProviderNothingOfItselfOrOfItsKey() {
        gateway.provider().on("sk-first", Answers.failing()).on("sk-second", Answers.ok("hello"));

        client.chat()
                .completions()
                .create(SdkRequests.chat(AcmeGateway.CHAT)
                        .putAdditionalHeader("x-customer", "who")
                        .putAdditionalHeader("openai-organization", "org-caller")
                        .build());

        assertThat(gateway.provider().calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.headers().keySet())
                    .containsExactlyInAnyOrder(
                            "accept",
                            "accept-encoding",
                            "authorization",
                            "content-length",
                            "content-type",
                            "host",
                            "user-agent");
            assertThat(call.headers().values()).noneMatch(value -> value.contains(gateway.key()));
            assertThat(call.headers().get("user-agent")).doesNotContainIgnoringCase("openai");
        });
    }

    @Test
    void answersTheAsynchronousClientToo() throws Exception {
        gateway.answer(Answers.ok("hello world"));
        OpenAIClientAsync async = OpenAIOkHttpClientAsync.builder()
                .baseUrl(gateway.baseUrl())
                .apiKey(gateway.key())
                .build();

        try {
            ChatCompletion answer =
                    async.chat().completions().create(SdkRequests.chat()).get(20, TimeUnit.SECONDS);

            assertThat(content(answer)).isEqualTo("hello world");
        } finally {
            async.close();
        }
    }

    private static String content(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }
}
