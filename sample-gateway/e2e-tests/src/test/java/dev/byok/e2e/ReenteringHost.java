package dev.byok.e2e;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A host with a filter {@code OnceMore} that sends an exchange through the rest of the chain a second time. */
@SpringBootConfiguration
@EnableAutoConfiguration
class ReenteringHost {

    @Bean
    Passes passes() {
        return new Passes();
    }

    @Bean
    OnceMoreGatewayFilterFactory onceMore() {
        return new OnceMoreGatewayFilterFactory();
    }

    /** Counts how often an exchange came past the host's own filters. */
    static final class Passes implements GlobalFilter, Ordered {

        private final AtomicInteger count = new AtomicInteger();

        int count() {
            return count.get();
        }

        void forget() {
            count.set(0);
        }

        @Override
        public int getOrder() {
            return 100;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            count.incrementAndGet();
            return chain.filter(exchange);
        }
    }

    /** As a circuit breaker would: again on a failure; and again on an answer from a key that the host does not want. */
    static final class OnceMoreGatewayFilterFactory
            extends AbstractGatewayFilterFactory<OnceMoreGatewayFilterFactory.Config> {

        OnceMoreGatewayFilterFactory() {
            super(Config.class);
        }

        @Override
        public List<String> shortcutFieldOrder() {
            return List.of("unwantedKey");
        }

        @Override
        public GatewayFilter apply(Config config) {
            return (exchange, chain) -> chain.filter(exchange).then(Mono.defer(() -> {
                if (!isUnwanted(exchange.getResponse(), config.unwantedKey)) {
                    return Mono.empty();
                }
                ServerWebExchangeUtils.reset(exchange);
                return chain.filter(exchange);
            }));
        }

        private static boolean isUnwanted(ServerHttpResponse response, String key) {
            return HttpStatus.TOO_MANY_REQUESTS.equals(response.getStatusCode())
                    || HttpStatus.SERVICE_UNAVAILABLE.equals(response.getStatusCode())
                    || key.equals(response.getHeaders().getFirst("x-byok-key"));
        }

        /** Whose answers the host does not want. */
        static final class Config {

            private String unwantedKey = "";

            public String getUnwantedKey() {
                return unwantedKey;
            }

            public void setUnwantedKey(String unwantedKey) {
                this.unwantedKey = unwantedKey;
            }
        }
    }
}
