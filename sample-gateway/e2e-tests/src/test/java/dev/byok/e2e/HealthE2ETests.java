package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one request has met keeps the next ones from trying it again. */
class HealthE2ETests {

    private static final int AT_ONCE = 20;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .provider("gamma")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha", "beta/gpt-beta")
                    .prioritized("alpha", "first", "second")
                    .prioritized("beta", "other")
                    .model("openai/alone", "", "alpha/gpt-alone")
                    .model("openai/rotating", "", "gamma/gpt-rotating")
                    .prioritized("gamma", "rotating", "standby"));

    @Test
    void asksARateLimitedKeyNoMoreBeforeItsDeadline() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(60)).on("sk-second", Answers.ok("hello"));

        for (int i = 0; i < 5; i++) {
            Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }

        assertThat(alpha.credentials())
                .containsExactly("sk-first", "sk-second", "sk-second", "sk-second", "sk-second", "sk-second");
    }

    @Test
    void refusesAtOnceWhereEveryKeyCoolsAndSaysWhenToComeBack() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.rateLimited(60))
                .on("sk-second", Answers.rateLimited(40));
        STAGE.client().chat(Client.chatOf("openai/alone"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(30, 40);
        assertThat(reply.error().at("/availability/code").asString()).isEqualTo("capacity_exhausted");
        assertThat(reply.error().at("/availability/retryable").asBoolean()).isTrue();
        assertThat(reply.error().at("/availability/retry_after").asString()).isEqualTo(reply.header("retry-after"));
        assertThat(reply.body()).contains("\"reason\":\"cooldown\"");
        assertThat(alpha.calls()).hasSize(2);
    }

    @Test
    void waitsForAKeyThatIsBackInASecondRatherThanFail() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.inTurn(Answers.rateLimited(1), Answers.ok("hello")))
                .on("sk-second", Answers.rateLimited(60));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second", "sk-first");
    }

    @Test
    void keepsARejectedKeyOutUntilItsSecretHasChanged() {
        FakeProvider gamma =
                STAGE.upstream("gamma").on("sk-rotating", Answers.rejected()).on("sk-standby", Answers.ok("hello"));
        STAGE.client().chat(Client.chatOf("openai/rotating"));
        STAGE.client().chat(Client.chatOf("openai/rotating"));
        assertThat(gamma.credentials()).containsExactly("sk-rotating", "sk-standby", "sk-standby");
        gamma.on("sk-rotated", Answers.ok("hello"));

        STAGE.policy().directory().secret("rotating", "sk-rotated");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            STAGE.client().chat(Client.chatOf("openai/rotating"));
            assertThat(gamma.credentials()).last().isEqualTo("sk-rotated");
        });
    }

    @Test
    void leavesAnEndpointAloneThatHasFailedFiveTimes() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.status(500, "{}"))
                .on("sk-second", Answers.status(500, "{}"));
        FakeProvider beta = STAGE.upstream("beta").on("sk-other", Answers.ok("from beta"));

        for (int i = 0; i < 8; i++) {
            assertThat(STAGE.client().chat(Client.chatOf("openai/gpt")).status())
                    .isEqualTo(200);
        }

        assertThat(alpha.calls())
                .as("two keys in each of four requests, and the failure that opens the breaker")
                .hasSize(9);
        assertThat(beta.calls()).hasSize(8);
    }

    @Test
    void wastesFewCallsOnADyingKeyWhenManyComeAtOnce() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(60)).on("sk-second", Answers.ok("hello"));
        STAGE.client().chat(Client.chatOf("openai/gpt"));

        List<CompletableFuture<Reply>> replies = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> STAGE.client().chatLater(Client.chatOf("openai/gpt")))
                .toList();

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(200));
        assertThat(alpha.credentials()).filteredOn("sk-first"::equals).hasSize(1);
    }
}
