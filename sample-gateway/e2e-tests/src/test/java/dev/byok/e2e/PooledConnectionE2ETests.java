package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** An upstream connection belongs to the request that uses it now, not to the one whose answer came over it before. */
@ExtendWith(LeakWatch.class)
class PooledConnectionE2ETests {

    private static final String HOLD = "x-hold-the-answer";
    private static final AtomicBoolean held = new AtomicBoolean();
    private static final AtomicBoolean left = new AtomicBoolean();

    private static AcmeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = AcmeGateway.start(SlowHost.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aCallerWhoLeavesWhileItsAnswerWaitsDoesNotCloseTheConnectionUnderTheNextRequest() throws Exception {
        Sinks.Empty<Void> release = Sinks.empty();
        gateway.answer((call, response) -> call.body().contains("second")
                ? Flux.from(release.asMono()).thenMany(Answers.json(response, 200, Answers.chat("for the second")))
                : Answers.json(response, 200, Answers.chat("for the first")));

        try (RawHttp second = new RawHttp(gateway.port())) {
            try (RawHttp first = new RawHttp(gateway.port())) {
                post(first, "first", HOLD, "true");
                await().untilTrue(held);
                post(second, "second");
                await().until(() -> gateway.provider().calls().size() == 2);
            }
            await().untilTrue(left);
            release.tryEmitEmpty();
            RawHttp.Answer answer = second.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("for the second");
            assertThat(answer.headers()).containsEntry("x-byok-attempts", "1");
            assertThat(gateway.provider().connections())
                    .as("both over one connection")
                    .isOne();
        }
    }

    private static void post(RawHttp connection, String prompt, String... headers) throws Exception {
        String body = "{\"model\":\"openai/gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
        String[] all = new String[headers.length + 4];
        all[0] = "content-type";
        all[1] = "application/json";
        all[2] = "content-length";
        all[3] = String.valueOf(body.length());
        System.arraycopy(headers, 0, all, 4, headers.length);
        connection.send(RawHttp.head("POST", "/v1/chat/completions", gateway.key(), all) + body);
    }

    /** A gateway one of whose own filters keeps some answers back for a while. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class SlowHost {

        @Bean
        GlobalFilter holdsTheAnswer() {
            return new HoldsTheAnswer();
        }
    }

    /** Within the writer of answers, outside the attempts. */
    static class HoldsTheAnswer implements GlobalFilter, Ordered {

        @Override
        public int getOrder() {
            return 1;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            boolean hold = exchange.getRequest().getHeaders().containsHeader(HOLD);
            return hold ? chain.filter(exchange).then(Mono.defer(HoldsTheAnswer::hold)) : chain.filter(exchange);
        }

        private static Mono<Void> hold() {
            held.set(true);
            return Mono.<Void>never().doOnCancel(() -> left.set(true));
        }
    }
}
