package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that sends an exchange in again gets what is left of its plan, never a new one. */
@ExtendWith(LeakWatch.class)
class HostRetryE2ETests {

    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";
    private static final String RETRY = ROUTES + "[0].filters[1].";
    private static final int FIRST_AND_RETRIES = 4;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first", "second"))
            .host(ReenteringHost.class)
            .properties(
                    RETRY + "name=Retry",
                    RETRY + "args.retries=3",
                    RETRY + "args.methods=POST",
                    RETRY + "args.statuses=TOO_MANY_REQUESTS,BAD_GATEWAY,SERVICE_UNAVAILABLE",
                    RETRY + "args.backoff.firstBackoff=5ms",
                    RETRY + "args.backoff.maxBackoff=10ms",
                    RETRY + "args.backoff.factor=2",
                    RETRY + "args.backoff.basedOnPreviousValue=false")
            .properties(route(1, "failing", "OnceMore"))
            .properties(route(2, "choosy", "OnceMore=first"))
            .properties(route(3, "choosier", "OnceMore=second"));

    @BeforeEach
    void forgetPasses() {
        passes().forget();
    }

    @Test
    void aRetryOfAUsedUpPlanAsksNobodyAndRepeatsItsFailure() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(20)).on("sk-second", Answers.rateLimited(9));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(FIRST_AND_RETRIES);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.attempts()).containsExactly("first 429 rate_limited", "second 429 rate_limited");
        assertThat(reply.headers().allValues("retry-after")).containsExactly("9");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
    }

    @Test
    void aRetryNeverRepeatsRejectedKeys() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rejected()).on("sk-second", Answers.rejected());

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(FIRST_AND_RETRIES);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("upstream_credentials");
        assertThat(reply.headers().allValues("x-should-retry")).containsExactly("false");
    }

    @Test
    void aRetryGivesAModelNoSecondLastTry() {
        String overloaded = Answers.error("Overloaded", "server_error", "overloaded");
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.status(503, overloaded))
                .on("sk-second", Answers.status(503, overloaded));

        Reply reply = STAGE.client().chat(Client.streamOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(FIRST_AND_RETRIES);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second", "sk-second");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.attempts()).hasSize(3);
    }

    @Test
    void aRetryLeavesAnAnswerAlone() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(20)).on("sk-second", Answers.ok("hello"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(1);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("hello"));
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void aFailureSentInAgainAsksNobody() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(20)).on("sk-second", Answers.rateLimited(9));

        Reply reply = client("failing").chat(Client.chatOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(2);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.attempts()).hasSize(2);
    }

    @Test
    void anAnswerThatTheHostDoesNotWantIsFollowedByTheRestOfThePlan() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.ok("unwanted")).on("sk-second", Answers.ok("wanted"));

        Reply reply = client("choosy").chat(Client.chatOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(2);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("wanted"));
        assertThat(reply.headers().allValues("x-byok-key")).containsExactly("second");
        assertThat(reply.headers().allValues("content-length")).hasSize(1);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(alpha.calls().get(1).body()).isEqualTo(alpha.calls().get(0).body());
    }

    @Test
    void aStreamThatTheHostDoesNotWantIsFollowedByTheRestOfThePlan() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.ok("not wanted")).on("sk-second", Answers.ok("a b c"));

        try (LiveStream stream = client("choosy").open(Client.streamOf("openai/gpt"))) {
            List<String> events = stream.rest();

            assertThat(stream.status()).isEqualTo(200);
            assertThat(LiveStream.text(events)).isEqualTo("a b c");
            assertThat(events).endsWith(Answers.DONE);
            assertThat(stream.header("x-byok-key")).isEqualTo("second");
        }
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void theLastAnswerThatTheHostDoesNotWantEndsInAFailureAndNoKeyIsAskedTwice() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(20)).on("sk-second", Answers.ok("unwanted"));

        Reply reply = client("choosier").chat(Client.chatOf("openai/gpt"));

        assertThat(passes().count()).isEqualTo(2);
        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.body()).doesNotContain("unwanted");
        assertThat(reply.keysTried()).containsExactly("first", "second");
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatTheHostDoesNotWantIsNotTheOneThatAKeyStandsFor(boolean streamed) {
        String body = streamed ? Client.streamOf("openai/gpt") : Client.chatOf("openai/gpt");
        String key = "choosy-" + streamed;
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.ok("unwanted")).on("sk-second", Answers.ok("wanted"));

        Reply first = client("choosy").chat(body, "Idempotency-Key", key);
        Reply again = client("choosy").chat(body, "Idempotency-Key", key);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.body()).contains("wanted").doesNotContain("unwanted");
        assertThat(first.headers().allValues("x-byok-key")).containsExactly("second");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("x-byok-idempotent-replay")).isEqualTo("true");
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void aRetryWithAKeyGoesOnWithItsPlanToo() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(20)).on("sk-second", Answers.rateLimited(9));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"), "Idempotency-Key", "retried");

        assertThat(passes().count()).isEqualTo(FIRST_AND_RETRIES);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.headers().allValues("retry-after")).containsExactly("9");
    }

    private static ReenteringHost.Passes passes() {
        return STAGE.gateway().context().getBean(ReenteringHost.Passes.class);
    }

    private static Client client(String route) {
        return new Client(
                "http://127.0.0.1:" + STAGE.gateway().port() + "/" + route + "/v1",
                STAGE.policy().gatewayKey("agent"));
    }

    private static String[] route(int index, String id, String filter) {
        String route = ROUTES + "[" + index + "].";
        return new String[] {
            route + "id=" + id,
            route + "uri=byok://auto",
            route + "predicates[0]=Path=/" + id + "/**",
            route + "filters[0]=Byok",
            route + "filters[1]=" + filter
        };
    }
}
