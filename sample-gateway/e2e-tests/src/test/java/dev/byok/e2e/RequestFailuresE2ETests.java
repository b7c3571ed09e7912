package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the caller gets when the whole plan has failed. */
class RequestFailuresE2ETests {

    private static final String CREDENTIAL = "sk-only-one";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha", "timeouts: { headers: 300ms, total: 400ms }")
            .closedProvider("closed")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("openai/closed", "", "closed/gpt-upstream")
                    .model("openai/many", "", "alpha/gpt-many")
                    .key("alpha", "prioritized", "only-one", "models: [openai/gpt]")
                    .key("alpha", "prioritized", "many-one", "models: [openai/many]")
                    .key("alpha", "prioritized", "many-two", "models: [openai/many]")
                    .key("alpha", "fallback", "many-reserve", "models: [openai/many]")
                    .shared("alpha", "operators")
                    .prioritized("closed", "nobody"));

    static Stream<Arguments> failures() {
        String quota = Answers.NO_QUOTA;
        String noModel = Answers.error("The model `x` does not exist", "invalid_request_error", "model_not_found");
        String denied = Answers.error("You have no access to this model", "invalid_request_error", "no_access");
        return Stream.of(
                argumentSet("429", Answers.rateLimited(7), 429, "rate_limit_exceeded", "7", "rate_limited"),
                argumentSet("401", Answers.rejected(), 502, "upstream_credentials", null, "credential_rejected"),
                argumentSet("402", Answers.status(402, quota), 429, "insufficient_quota", null, "quota_exhausted"),
                argumentSet("403", Answers.status(403, denied), 502, "upstream_credentials", null, "permission"),
                argumentSet("404", Answers.status(404, noModel), 404, "model_not_found", null, "permission"),
                argumentSet("500", Answers.failing(), 502, "upstream_error", null, "overloaded"),
                argumentSet("503", Answers.status(503, "", "retry-after", "9"), 503, "overloaded", "9", "overloaded"),
                argumentSet("504", Answers.status(504, ""), 504, "upstream_timeout", null, "overloaded"),
                argumentSet("529", Answers.status(529, ""), 503, "overloaded", null, "overloaded"),
                argumentSet("302", Answers.status(302, "", "location", "/"), 502, "upstream_error", null, "unexpected"),
                argumentSet("reset", Answers.reset(), 502, "upstream_error", null, "overloaded"),
                argumentSet("silence", Answers.silent(), 504, "upstream_timeout", null, "silent"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsWhatFailed(Behaviour failure, int status, String code, @Nullable String retryAfter, String outcome) {
        STAGE.upstream("alpha").on(CREDENTIAL, failure);

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"), "x-byok-strict", "own-keys");

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.header("retry-after")).isEqualTo(retryAfter);
        assertThat(reply.header("x-should-retry")).isEqualTo(retryAfter == null ? "false" : null);
        assertThat(reply.header("content-type")).startsWith("application/json");
        assertThat(reply.attempts()).isNotEmpty().allMatch(row -> row.contains(" " + outcome), outcome);
        assertThat(reply.header("x-byok-attempts"))
                .isEqualTo(String.valueOf(STAGE.upstream("alpha").calls().size()));
        assertThat(reply.headers().map()).doesNotContainKeys("location", "x-byok-key", "x-byok-provider");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsTheSameOfAStreamThatNeverBegan(
            Behaviour failure, int status, String code, @Nullable String retryAfter, String outcome) {
        STAGE.upstream("alpha").on(CREDENTIAL, failure);

        Reply reply = STAGE.client().chat(Client.streamOf("openai/gpt"), "x-byok-strict", "own-keys");

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.header("retry-after")).isEqualTo(retryAfter);
        assertThat(reply.header("content-type")).startsWith("application/json");
        assertThat(reply.attempts()).isNotEmpty().allMatch(row -> row.contains(" " + outcome), outcome);
    }

    @Test
    void tellsThatNobodyListens() {
        Reply reply = STAGE.client().chat(Client.chatOf("openai/closed"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("upstream_error");
        assertThat(reply.body()).doesNotContain("127.0.0.1");
        assertThat(reply.attempts()).isNotEmpty().allMatch("nobody 0 overloaded.connection"::equals);
    }

    static Stream<Arguments> callersFaults() {
        return Stream.of(
                argumentSet("400", 400, "Unknown parameter: 'tempo'", "unknown_parameter"),
                argumentSet("422", 422, "messages[0].role is wrong", "invalid_value"),
                argumentSet(
                        "the prompt's length", 400, "maximum context length is 9 tokens", "context_length_exceeded"),
                argumentSet("the prompt's content", 400, "violates our usage policies", "content_policy_violation"));
    }

    @ParameterizedTest
    @MethodSource("callersFaults")
    void returnsWhatTheCallerMustChangeInTheProvidersWords(int status, String message, String code) {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-many-one", Answers.status(status, Answers.error(message, "invalid_request_error", code)));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/many"));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.errorMessage()).isEqualTo(message);
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(alpha.credentials()).containsExactly("sk-many-one");
    }

    @Test
    void tellsTheMostActionableFailureAndEveryAttempt() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-many-one", Answers.rejected())
                .on("sk-many-two", Answers.rateLimited(30))
                .on("sk-operators", Answers.rateLimited(4))
                .on("sk-many-reserve", Answers.status(402, Answers.NO_QUOTA));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/many"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).isEqualTo("4");
        assertThat(reply.attempts())
                .containsExactly(
                        "many-one 401 credential_rejected",
                        "many-two 429 rate_limited",
                        "operators 429 rate_limited",
                        "many-reserve 402 quota_exhausted");
        assertThat(alpha.credentials())
                .containsExactly("sk-many-one", "sk-many-two", "sk-operators", "sk-many-reserve");
        assertThat(reply.error().path("metadata").path("generation_id").asString())
                .isEqualTo(reply.header("x-byok-generation-id"));
    }

    @Test
    void neverPassesACredentialOnThatTheProviderEchoes() {
        STAGE.upstream("alpha")
                .on("sk-many-one", Answers.status(400, Answers.error("the key sk-many-one said no", "bad", "bad")));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/many"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("said no").doesNotContain("sk-many-one");
    }
}
