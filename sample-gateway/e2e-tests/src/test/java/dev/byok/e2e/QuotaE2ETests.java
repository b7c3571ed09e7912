package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What answers say is left of a key's limits steers the next requests, before any of them is refused. */
class QuotaE2ETests {

    private static final SettableClock CLOCK = new SettableClock();
    private static final int AT_ONCE = 20;

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(Host.class)
            .provider("alpha")
            .provider("beta")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha", "beta/gpt-beta")
                    .prioritized("alpha", "first", "second")
                    .model("openai/own", "", "beta/gpt-own")
                    .prioritized("beta", "own")
                    .shared("beta", "operators"));

    @Test
    void takesTheSiblingOfAKeyThatHasNothingLeftUntilItsReset() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", requestsLeft(0, "30s")).on("sk-second", Answers.ok("two"));

        assertThat(serve(3, Client.chatOf("openai/gpt"))).containsExactly("first", "second", "second");
        CLOCK.pass(Duration.ofSeconds(30));
        assertThat(serve(1, Client.chatOf("openai/gpt"))).containsExactly("first");

        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second", "sk-second", "sk-first");
    }

    @Test
    void readsTheFiguresOfAStreamToo() {
        STAGE.upstream("alpha").on("sk-first", requestsLeft(0, "30s")).on("sk-second", Answers.ok("two"));

        assertThat(serve(2, Client.streamOf("openai/gpt"))).containsExactly("first", "second");
    }

    @Test
    void readsTheFiguresOfAnAnswerThatIsAFailure() {
        Behaviour failing = telling(Answers.failing(), "x-ratelimit-remaining-tokens", "0");
        STAGE.upstream("alpha")
                .on("sk-first", Answers.inTurn(failing, Answers.ok("one")))
                .on("sk-second", Answers.ok("two"));

        assertThat(serve(2, Client.chatOf("openai/gpt"))).containsExactly("second", "second");
    }

    @Test
    void comparesTheTokensThatAreLeftWithPromptAndBoundOfEachRequest() {
        STAGE.upstream("alpha")
                .on("sk-first", telling(Answers.ok("one"), "x-ratelimit-remaining-tokens", "500"))
                .on("sk-second", Answers.ok("two"));
        String small = Client.chatOf("openai/gpt");
        String large = small.replace("{\"model\"", "{\"max_tokens\":600,\"model\"");

        assertThat(serve(2, small)).containsExactly("first", "first");
        assertThat(serve(1, large)).containsExactly("second");
        assertThat(serve(1, small)).containsExactly("first");
    }

    @Test
    void leavesNoTierForAnotherOneBecauseOfIt() {
        FakeProvider beta =
                STAGE.upstream("beta").on("sk-own", requestsLeft(0, "30s")).on("sk-operators", Answers.ok("shared"));

        assertThat(serve(3, Client.chatOf("openai/own"))).containsExactly("own", "own", "own");
        assertThat(beta.credentials()).containsOnly("sk-own");
    }

    @Test
    void doesNotSendAllThatComeAtOnceToAKeyWithOneRequestLeft() {
        Sinks.Empty<Void> all = Sinks.empty();
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.inTurn(requestsLeft(1, "30s"), heldUntil(all, requestsLeft(0, "30s"))))
                .on("sk-second", heldUntil(all, Answers.ok("two")));
        serve(1, Client.chatOf("openai/gpt"));

        List<CompletableFuture<Reply>> replies = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> STAGE.client().chatLater(Client.chatOf("openai/gpt")))
                .toList();
        await().until(() -> alpha.calls().size() == 1 + AT_ONCE);
        all.tryEmitEmpty().orThrow();

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(200));
        assertThat(alpha.credentials())
                .filteredOn("sk-first"::equals)
                .as("the one that asked before, and at most one of each event loop")
                .hasSizeBetween(2, AT_ONCE / 2);
    }

    @Test
    void keepsTheFiguresFromTheCaller() {
        STAGE.upstream("alpha").on("sk-first", requestsLeft(7, "30s"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-ratelimit-remaining-requests")).isNull();
    }

    @Test
    void forgetsTheFiguresOfAModelThatThePolicyHasDropped() {
        STAGE.upstream("alpha").on("sk-first", requestsLeft(0, "1h"));
        serve(1, Client.chatOf("openai/gpt"));
        assertThat(STAGE.gateway().health().report(CLOCK.instant()).left()).hasSize(1);

        STAGE.policy()
                .directory()
                .write("models.yml", "models:\n  openai/own: { endpoints: [{ provider: beta, model: gpt-own }] }\n");
        try {
            await().until(() ->
                    STAGE.gateway().health().report(CLOCK.instant()).left().isEmpty());
        } finally {
            STAGE.policy().write();
            await().until(() -> serve(1, Client.chatOf("openai/gpt")).contains("first"));
        }
    }

    /** Returns the names of the keys that served so many requests, one after the other. */
    private static List<String> serve(int requests, String body) {
        return IntStream.range(0, requests)
                .mapToObj(i -> STAGE.client().chat(body))
                .map(reply -> String.valueOf(reply.header("x-byok-key")))
                .toList();
    }

    private static Behaviour requestsLeft(int requests, String reset) {
        return telling(
                Answers.ok("one"),
                "x-ratelimit-limit-requests",
                "100",
                "x-ratelimit-remaining-requests",
                String.valueOf(requests),
                "x-ratelimit-reset-requests",
                reset);
    }

    private static Behaviour telling(Behaviour answer, String... headers) {
        return (call, response) -> {
            for (int i = 0; i < headers.length; i += 2) {
                response.header(headers[i], headers[i + 1]);
            }
            return answer.answer(call, response);
        };
    }

    private static Behaviour heldUntil(Sinks.Empty<Void> signal, Behaviour answer) {
        return (call, response) -> signal.asMono().then(Mono.defer(() -> Mono.from(answer.answer(call, response))));
    }

    /** An ordinary gateway application with a clock of its own. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {

        @Bean
        Clock clock() {
            return CLOCK;
        }
    }
}
