package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The connection of an attempt that is given up with its answer unread is closed: neither used again nor kept for ever. */
@ExtendWith(LeakWatch.class)
class UnreadConnectionE2ETests {

    private static final int CONNECTIONS = 2;
    private static final int ATTEMPTS = 6;
    private static final int AT_ONCE = 60;
    private static final String POOL = "spring.cloud.gateway.server.webflux.httpclient.pool.";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("late", "timeouts: { headers: 1s, first-output: 300ms }")
            .policy(policy ->
                    policy.model("openai/late", "", "late/gpt-upstream").prioritized("late", "late"));

    @RegisterExtension
    static final Stage SMALL_POOL = Stage.set()
            .host(HoldingHost.class)
            .properties(POOL + "type=fixed", POOL + "max-connections=" + CONNECTIONS, POOL + "acquire-timeout=1000")
            .provider("held", "timeouts: { headers: 200ms }")
            .provider("beta")
            .policy(policy -> policy.model("openai/held", "", "held/gpt-upstream", "beta/gpt-at-beta")
                    .prioritized("held", "held")
                    .prioritized("beta", "other"));

    @Test
    void isClosedWhereTheTimeForHeadersEndsWhenTheyAreThere() {
        FakeProvider held = SMALL_POOL.upstream("held").on("sk-held", endless(Mono.empty()));
        SMALL_POOL.upstream("beta").on("sk-other", Answers.ok("from beta"));

        for (int i = 0; i < ATTEMPTS; i++) {
            SMALL_POOL.gateway().health().forget();
            try (LiveStream stream = SMALL_POOL.client().open(Client.streamOf("openai/held"))) {
                assertThat(LiveStream.text(stream.rest())).isEqualTo("from beta");
            }
        }

        assertThat(held.calls()).as("none waited for a connection").hasSize(ATTEMPTS);
        await().untilAsserted(() -> assertThat(held.cancelled()).isEqualTo(ATTEMPTS));
        assertThat(held.connections()).isEqualTo(ATTEMPTS);
    }

    @Test
    void isClosedAtWhateverMomentTheTimeEnds() {
        Mono<String> justThen = Mono.defer(() -> Mono.delay(
                        Duration.ofMillis(985 + ThreadLocalRandom.current().nextInt(30)))
                .then(Mono.empty()));
        FakeProvider late = STAGE.upstream("late").on("sk-late", endless(justThen));

        List<CompletableFuture<Reply>> replies = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> STAGE.client().chatLater(Client.streamOf("openai/late")))
                .toList();

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(504));
        await().untilAsserted(() ->
                assertThat(late.cancelled()).isEqualTo(late.calls().size()));
        // On a slow machine not all of them get through in their time.
        assertThat(late.calls()).isNotEmpty();
    }

    /** Headers after this, and a body that never says anything. */
    private static Behaviour endless(Mono<String> before) {
        return (call, response) -> before.thenMany(Flux.defer(() -> response.status(200)
                        .header("content-type", "text/event-stream")
                        .sendHeaders()
                        .then()))
                .thenMany(Flux.<Void>never());
    }

    /** A gateway with a filter that lets the headers from one provider go on to nobody. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class HoldingHost {

        @Bean
        GlobalFilter holdsHeaders() {
            return new HoldsHeaders();
        }
    }

    /** Around the host's transport, within the attempts. */
    static class HoldsHeaders implements GlobalFilter, Ordered {

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE - 1;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            Mono<Void> headers = chain.filter(exchange);
            return headers.then(Mono.defer(() -> isHeld(exchange) ? Mono.never() : Mono.empty()));
        }

        private static boolean isHeld(ServerWebExchange exchange) {
            Object url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
            return String.valueOf(url).startsWith(SMALL_POOL.upstream("held").baseUrl());
        }
    }
}
