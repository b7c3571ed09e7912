package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Each class of failure at the first key: who is asked next, and what of it the caller sees. */
class KeyFailuresE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .provider("quick", "timeouts: { headers: 300ms, total: 500ms }")
            .closedProvider("closed")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("openai/wide", "", "alpha/gpt-upstream", "beta/gpt-at-beta")
                    .model("openai/timed", "", "quick/gpt-upstream", "beta/gpt-at-beta")
                    .model("openai/closed", "", "closed/gpt-upstream", "beta/gpt-at-beta")
                    .prioritized("alpha", "first", "second")
                    .prioritized("quick", "timed", "timed-two")
                    .prioritized("closed", "nobody", "nobody-two")
                    .prioritized("beta", "other"));

    static Stream<Arguments> failuresOfAKey() {
        String noModel = Answers.error("The model `x` does not exist", "invalid_request_error", "model_not_found");
        String denied = Answers.error("You have no access to this model", "invalid_request_error", "no_access");
        return Stream.of(
                argumentSet("429", Answers.rateLimited(20)),
                argumentSet("429 of a used-up quota", Answers.status(429, Answers.NO_QUOTA)),
                argumentSet("401", Answers.rejected()),
                argumentSet("402", Answers.status(402, Answers.NO_QUOTA)),
                argumentSet("403", Answers.status(403, denied)),
                argumentSet("404 of the model", Answers.status(404, noModel)),
                argumentSet("500", Answers.failing()),
                argumentSet("502 with a page", Answers.status(502, "<html>Bad Gateway</html>")),
                argumentSet("503", Answers.status(503, Answers.SERVER_ERROR)),
                argumentSet("529", Answers.status(529, Answers.SERVER_ERROR)),
                argumentSet("302", Answers.status(302, "", "location", "http://127.0.0.1:1/elsewhere")),
                argumentSet("307", Answers.status(307, "", "location", "/v1/elsewhere")),
                argumentSet("an error inside 200", Answers.status(200, Answers.RATE_LIMITED)),
                argumentSet(
                        "an error inside 200 behind other words",
                        Answers.status(200, Answers.RATE_LIMITED.replace("{\"error\"", "{\"id\":\"gen-1\",\"error\""))),
                argumentSet("an empty 200", Answers.status(200, "")),
                argumentSet("204", (Behaviour)
                        (call, response) -> response.status(204).send()));
    }

    @ParameterizedTest
    @MethodSource("failuresOfAKey")
    void movesToTheNextKey(Behaviour failure) {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", failure).on("sk-second", Answers.ok("hello"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("hello"));
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(alpha.calls()).allSatisfy(call -> assertThat(call.path()).isEqualTo("/v1/chat/completions"));
        assertThat(reply.header("x-byok-key")).isEqualTo("second");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(reply.headers().map()).doesNotContainKeys("location", "retry-after", "x-should-retry");
    }

    @ParameterizedTest
    @MethodSource("failuresOfAKey")
    void movesToTheNextKeyOfAStream(Behaviour failure) {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", failure).on("sk-second", Answers.ok("a b c"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            List<String> events = stream.rest();

            assertThat(stream.status()).isEqualTo(200);
            assertThat(LiveStream.text(events)).isEqualTo("a b c");
            assertThat(events).endsWith(Answers.DONE);
        }
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void asksOnceMoreWithTheSameKeyWhenTheConnectionBrokeBeforeAnAnswer() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.inTurn(Answers.reset(), Answers.ok("hello")));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-first");
        assertThat(reply.header("x-byok-key")).isEqualTo("first");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
    }

    @Test
    void skipsTheSiblingKeysOfAnEndpointThatBrokeTwice() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.reset());
        FakeProvider beta = STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/wide"));

        assertThat(reply.body()).contains("from beta");
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-first");
        assertThat(beta.credentials()).containsExactly("sk-other");
        assertThat(reply.header("x-byok-provider")).isEqualTo("beta");
    }

    @Test
    void leavesAnEndpointThatFailedTwiceForTheNextOne() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.failing()).on("sk-second", Answers.failing());
        STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/wide"));

        assertThat(reply.body()).contains("from beta");
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void triesTheLastKeyOnceMoreBeforeTheRequestFails() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.failing())
                .on("sk-second", Answers.inTurn(Answers.failing(), Answers.ok("recovered")));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.body()).contains("recovered");
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second", "sk-second");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("3");
    }

    @Test
    void goesElsewhereWhereNobodyListens() {
        FakeProvider beta = STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/closed"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("beta");
        assertThat(beta.credentials()).containsExactly("sk-other");
    }

    @Test
    void leavesAnEndpointThatSendsNoHeaders() {
        FakeProvider quick = STAGE.upstream("quick").on("sk-timed", Answers.silent());
        STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/timed"))) {
            assertThat(LiveStream.text(stream.rest())).isEqualTo("from beta");
            assertThat(stream.header("x-byok-attempts")).isEqualTo("2");
        }
        assertThat(quick.credentials()).containsExactly("sk-timed");
    }

    @Test
    void leavesAnEndpointWhoseWholeAnswerDoesNotCome() {
        FakeProvider quick = STAGE.upstream("quick").on("sk-timed", Answers.silent());
        STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/timed"));

        assertThat(reply.body()).contains("from beta");
        assertThat(quick.credentials()).containsExactly("sk-timed");
    }

    @Test
    void waitsForTheBodyThatSaysWhatAStatusMeans() {
        Behaviour slowly = (call, response) -> response.status(429)
                .header("content-type", "application/json")
                .header("content-length", String.valueOf(Answers.NO_QUOTA.length()))
                .sendHeaders()
                .sendString(Mono.delay(Duration.ofMillis(600)).thenReturn(Answers.NO_QUOTA));
        STAGE.upstream("alpha").on("sk-first", slowly).on("sk-second", slowly);

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.errorCode()).isEqualTo("insufficient_quota");
        assertThat(reply.attempts()).containsExactly("first 429 quota_exhausted", "second 429 quota_exhausted");
    }

    @Test
    void judgesByTheStatusWhereTheBodyComesTooLate() {
        Behaviour never = (call, response) -> response.status(429)
                .header("content-type", "application/json")
                .header("content-length", "1000")
                .sendHeaders()
                .sendString(Mono.never());
        FakeProvider quick = STAGE.upstream("quick").on("sk-timed", never).on("sk-timed-two", never);
        STAGE.upstream("beta").on("sk-other", Answers.rateLimited(7));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/timed"));

        assertThat(reply.attempts())
                .containsExactly("timed 429 rate_limited", "timed-two 429 rate_limited", "other 429 rate_limited");
        await().untilAsserted(() -> assertThat(quick.cancelled()).isEqualTo(2));
    }
}
