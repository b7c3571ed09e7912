package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A secret that changes on disk while the gateway runs, under the same policy. */
class RotatedSecretE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").policy(policy -> policy.model(
                    "openai/gpt", "", "alpha/gpt-upstream")
            .prioritized("alpha", "first"));

    @BeforeEach
    void startFromTheOldSecret() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.ok("from first"));
        STAGE.policy().directory().secret("first", "sk-first");
        await().until(() -> ask().status() == 200);
        STAGE.gateway().health().forget();
        alpha.calls().clear();
    }

    @Test
    void readsASecretAgainThatTheProviderRejects() {
        rotate();

        Reply reply = ask();

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-first", "sk-fresh");
    }

    @Test
    void servesConcurrentRequestsWhoseSecretWasReplaced() {
        rotate();
        List<CompletableFuture<Reply>> replies = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            replies.add(STAGE.client().chatLater(Client.chatOf("openai/gpt")));
        }

        assertThat(replies).allSatisfy(reply -> assertThat(reply.join().status())
                .as(reply.join().body())
                .isEqualTo(200));
    }

    private static void rotate() {
        STAGE.upstream("alpha").on("sk-first", Answers.rejected()).on("sk-fresh", Answers.ok("fresh"));
        STAGE.policy().directory().secret("first", "sk-fresh");
    }

    private static Reply ask() {
        return STAGE.client().chat(Client.chatOf("openai/gpt"));
    }
}
