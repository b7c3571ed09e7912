package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.blocking.BlockedLoops;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/** A host whose filter blocks, to show that the tests of this module hear of it. */
class BlockedLoopE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(BlockingHost.class)
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha").prioritized("alpha", "first"));

    @Test
    void aRequestThatBlocksItsEventLoopIsToldFrom() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(BlockedLoops.take()).isNotEmpty().allSatisfy(place -> assertThat(place)
                .contains("BlockingHost.block", " on reactor-http-"));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class BlockingHost {

        @Bean
        WebFilter blocking() {
            return (exchange, chain) -> {
                block(exchange);
                return chain.filter(exchange);
            };
        }

        private static void block(ServerWebExchange exchange) {
            try {
                boolean opened = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                exchange.getAttributes().put("opened", opened);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
