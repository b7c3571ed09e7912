package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The line that each generation writes says what the caller got. */
class GenerationLineE2ETests {

    private static final String FAIL = "x-fail-after-the-answer";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(FailingHost.class)
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first"));

    private CapturedLog lines;

    @BeforeEach
    void listen() {
        lines = CapturedLog.of("dev.byok.generation");
    }

    @AfterEach
    void stopListening() {
        lines.close();
    }

    @Test
    void hasTheStatusOfAWholeAnswer() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(line()).contains(" stream=false status=200 outcome=ok ");
    }

    @Test
    void hasTheStatusOfAStream() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("a b c"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            stream.rest();
        }

        assertThat(line()).contains(" stream=true status=200 outcome=ok ");
    }

    @Test
    void hasTheStatusOfAStreamThatBroke() {
        STAGE.upstream("alpha").on("sk-first", Answers.cutAfter(Answers.content("half")));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            stream.rest();
        }

        assertThat(line()).contains(" status=200 outcome=cut ");
    }

    @Test
    void hasTheStatusOfAFailure() {
        STAGE.upstream("alpha").on("sk-first", Answers.rejected());

        STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(line()).contains(" status=502 outcome=upstream_credentials ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsTheFaultOfAnotherFilterNoCancellation(boolean streamed) {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("a b c"));
        String body = streamed ? Client.streamOf("openai/gpt") : Client.chatOf("openai/gpt");

        Reply reply = STAGE.client().chat(body, FAIL, "true");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(line()).contains(" outcome=failed ").doesNotContain("status=", "cancelled");
    }

    @Test
    void callsACallerWhoLeavesACancellation() {
        STAGE.upstream("alpha")
                .on(
                        "sk-first",
                        Answers.events(Mono.just(Answers.content("half")).concatWith(Mono.never())));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.next()).contains("half");
        }

        assertThat(line()).contains(" outcome=cancelled ");
    }

    private String line() {
        await().until(() -> lines.events().size() == 1);
        return lines.lines().get(0);
    }

    /** A gateway one of whose own filters fails when an answer stands. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class FailingHost {

        @Bean
        GlobalFilter failsAfterTheAnswer() {
            return new FailsAfterTheAnswer();
        }
    }

    /** Within the writer of answers, outside the attempts. */
    static class FailsAfterTheAnswer implements GlobalFilter, Ordered {

        @Override
        public int getOrder() {
            return 1;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            boolean fail = exchange.getRequest().getHeaders().containsHeader(FAIL);
            Mono<Void> answered = chain.filter(exchange);
            return fail ? answered.then(Mono.error(new IllegalStateException("a host's filter"))) : answered;
        }
    }
}
