package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.FakeProvider.Behaviour;
import dev.byok.secret.vault.FakeVault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/** A key that is rotated while many stream: first in Vault, then its provider refuses the old value. */
class VaultRotationE2ETests {

    private static final int CALLERS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = "secret/acme/openai";
    private static final String READING = "GET secret/data/acme/openai";

    private static final FakeVault VAULT =
            new FakeVault().token("hvs.gateway", 0).mount("secret", 2).holdsVersioned(PATH, "{\"main\":\"sk-old\"}");

    @RegisterExtension
    static final Stage STAGE = stage();

    private final AtomicBoolean enough = new AtomicBoolean();

    private static Stage stage() {
        Stage stage = Stage.set().provider("alpha").policy(policy -> policy.model(
                        "openai/gpt", "", "alpha/gpt-upstream")
                .keyAt("alpha", "main", "vault:" + PATH + "#main"));
        return stage.properties(
                "byok.secrets.vault.uri=" + VAULT.url(),
                "byok.secrets.vault.token=" + stage.policy().directory().secret("vault-token", "hvs.gateway"));
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    @Timeout(150)
    void noRequestFailsAndVaultIsReadOnce() {
        FakeProvider provider = STAGE.upstream("alpha").on("sk-old", slowly("old"));
        List<Caller> callers =
                IntStream.range(0, CALLERS).mapToObj(any -> new Caller()).toList();
        callers.forEach(Caller::ask);
        await().atMost(PATIENCE).until(() -> callers.stream().allMatch(caller -> caller.has("old", 1)));
        long readBefore = readings();

        VAULT.holdsVersioned(PATH, "{\"main\":\"sk-new\"}");
        provider.on("sk-new", slowly("new")).on("sk-old", Answers.rejected());

        await().atMost(PATIENCE).until(() -> callers.stream().allMatch(caller -> caller.has("new", 2)));
        enough.set(true);
        await().atMost(PATIENCE).until(() -> callers.stream().allMatch(Caller::isQuiet));
        assertThat(callers).allSatisfy(caller -> assertThat(caller.replies).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.body()).endsWith(Answers.DONE).containsAnyOf("old", "new");
        }));
        assertThat(provider.credentials()).containsOnly("sk-old", "sk-new");
        assertThat(readings() - readBefore).isEqualTo(1);
    }

    /** In pieces, so that many streams are under way when the key changes. */
    private static Behaviour slowly(String text) {
        return (call, response) -> FakeProvider.stream(
                response, Flux.fromIterable(Answers.chunks(text)).delayElements(Duration.ofMillis(20)));
    }

    private static long readings() {
        return VAULT.requests().stream().filter(READING::equals).count();
    }

    /** Streams one answer after the other, until there are enough. */
    private final class Caller {

        private final List<Reply> replies = new CopyOnWriteArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private volatile boolean quiet;

        void ask() {
            if (enough.get()) {
                quiet = true;
                return;
            }
            CompletableFuture<Reply> answer = STAGE.client().chatLater(Client.streamOf("openai/gpt"));
            CompletableFuture<Reply> unused = answer.whenComplete(this::took);
        }

        private void took(@Nullable Reply reply, @Nullable Throwable failure) {
            if (reply != null) {
                replies.add(reply);
            } else if (failure != null) {
                failures.add(failure);
            }
            ask();
        }

        boolean has(String text, int times) {
            assertThat(failures).isEmpty();
            return replies.stream().filter(reply -> reply.body().contains(text)).count() >= times;
        }

        boolean isQuiet() {
            assertThat(failures).isEmpty();
            return quiet;
        }
    }
}
