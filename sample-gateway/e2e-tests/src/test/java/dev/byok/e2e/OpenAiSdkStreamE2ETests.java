package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.SseException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

/** The OpenAI SDK as a client: answers that are streamed. */
@ExtendWith(LeakWatch.class)
class OpenAiSdkStreamE2ETests {

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
    void accumulatesAStreamedAnswer() {
        gateway.answer(Answers.ok("hello there world"));

        ChatCompletion answer = accumulated(SdkRequests.chat());

        assertThat(answer.choices().get(0).message().content()).contains("hello there world");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    @Test
    void accumulatesTheArgumentsOfAToolCall() {
        gateway.answer(SdkAnswers.toolCall());

        ChatCompletion answer = accumulated(SdkRequests.chat());

        assertThat(answer.choices().get(0).message().toolCalls().orElseThrow())
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.asFunction().function().name()).isEqualTo("weather");
                    assertThat(call.asFunction().function().arguments()).isEqualTo("{\"city\":\"Paris\"}");
                });
    }

    @Test
    void seesNoUsageThatItDidNotAskFor() {
        gateway.answer(Answers.ok("hello"));

        List<ChatCompletionChunk> chunks = chunks(SdkRequests.chat());

        assertThat(chunks).isNotEmpty().allSatisfy(chunk -> {
            assertThat(chunk.usage()).isEmpty();
            assertThat(chunk.choices()).isNotEmpty();
        });
        assertThat(gateway.provider().calls()).singleElement().satisfies(call -> assertThat(call.body())
                .contains("\"include_usage\":true"));
    }

    @Test
    void seesTheUsageThatItAskedFor() {
        gateway.answer(Answers.ok("hello"));

        List<ChatCompletionChunk> chunks = chunks(SdkRequests.chat(AcmeGateway.CHAT)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        assertThat(chunks.get(chunks.size() - 1).choices()).isEmpty();
        assertThat(chunks.get(chunks.size() - 1).usage().orElseThrow().totalTokens())
                .isEqualTo(12);
    }

    @Test
    void streamsALegacyCompletion() {
        gateway.answer(SdkAnswers.completion());
        StringBuilder text = new StringBuilder();

        try (StreamResponse<Completion> answer = client.completions()
                .createStreaming(CompletionCreateParams.builder()
                        .model(AcmeGateway.TEXT)
                        .prompt("Say hello")
                        .build())) {
            answer.stream().forEach(part -> text.append(part.choices().get(0).text()));
        }

        assertThat(text).hasToString("hello world");
        assertThat(gateway.provider().credentials()).containsExactly("sk-first");
    }

    @Test
    void seesOfAFailoverBeforeTheFirstWordOnlyItsHeaders() {
        gateway.provider()
                .on("sk-first", Answers.events(Flux.just(Answers.role(), "data: " + Answers.RATE_LIMITED + "\n\n")))
                .on("sk-second", Answers.ok("hello world"));
        StringBuilder text = new StringBuilder();

        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> answer =
                client.chat().completions().withRawResponse().createStreaming(SdkRequests.chat())) {
            assertThat(answer.headers().values("x-byok-key")).containsExactly("second");
            answer.parse().stream().forEach(chunk -> text.append(text(chunk)));
        }

        assertThat(text).hasToString("hello world");
        assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void seesNothingOfACutBeforeTheFirstWord() {
        gateway.provider()
                .on("sk-first", SdkAnswers.inTurn(Answers.cutAfter(Answers.role()), Answers.ok("hello world")));
        StringBuilder text = new StringBuilder();

        read(text);

        assertThat(text).hasToString("hello world");
        assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-first");
    }

    @Test
    void raisesWhenTheProviderBreaksOffInTheMiddle() {
        gateway.answer(Answers.cutAfter(Answers.role(), Answers.content("hello "), Answers.content("wor")));
        StringBuilder text = new StringBuilder();

        Throwable thrown = catchThrowable(() -> read(text));

        assertThat(text).hasToString("hello wor");
        assertThat(thrown).isInstanceOfSatisfying(SseException.class, e -> assertThat(e.code())
                .contains("upstream_error"));
        assertThat(gateway.provider().calls()).hasSize(1);
    }

    @Test
    void raisesWhenTheProviderReportsAnErrorInTheMiddle() {
        gateway.answer(Answers.events(
                Flux.just(Answers.role(), Answers.content("hello"), "data: " + Answers.SERVER_ERROR + "\n\n")));
        StringBuilder text = new StringBuilder();

        Throwable thrown = catchThrowable(() -> read(text));

        assertThat(text).hasToString("hello");
        assertThat(thrown).isInstanceOf(SseException.class);
        assertThat(gateway.provider().calls()).hasSize(1);
    }

    @Test
    void raisesWhenTheProviderEndsWithoutAFinish() {
        gateway.answer(Answers.events(Flux.just(Answers.role(), Answers.content("hello"))));
        StringBuilder text = new StringBuilder();

        Throwable thrown = catchThrowable(() -> read(text));

        assertThat(text).hasToString("hello");
        assertThat(thrown).isInstanceOf(SseException.class);
    }

    @Test
    void stopsTheProviderWhenItClosesTheStream() {
        gateway.answer(Answers.events(
                Flux.just(Answers.role(), Answers.content("hello")).concatWith(Flux.never())));
        int before = gateway.provider().cancelled();

        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(SdkRequests.chat())) {
            Iterator<ChatCompletionChunk> chunks = answer.stream().iterator();
            chunks.next();

            assertThat(text(chunks.next())).isEqualTo("hello");
        }

        await().untilAsserted(() -> assertThat(gateway.provider().cancelled()).isEqualTo(before + 1));
        assertThat(gateway.provider().calls()).hasSize(1);
    }

    private static void read(StringBuilder text) {
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(SdkRequests.chat())) {
            answer.stream().forEach(chunk -> text.append(text(chunk)));
        }
    }

    private static List<ChatCompletionChunk> chunks(ChatCompletionCreateParams request) {
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(request)) {
            answer.stream().forEach(chunks::add);
        }
        return chunks;
    }

    private static ChatCompletion accumulated(ChatCompletionCreateParams request) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        chunks(request).forEach(accumulator::accumulate);
        return accumulator.chatCompletion();
    }

    private static String text(ChatCompletionChunk chunk) {
        return chunk.choices().isEmpty()
                ? ""
                : chunk.choices().get(0).delta().content().orElse("");
    }
}
