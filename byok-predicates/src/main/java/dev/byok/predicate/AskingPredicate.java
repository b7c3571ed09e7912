package dev.byok.predicate;

import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Asks about a request.
 *
 * @param question answered in its own time; never empty and never an error
 * @param shown for the actuator
 */
record AskingPredicate(Object config, Function<ServerWebExchange, Mono<Boolean>> question, String shown)
        implements AsyncPredicate<ServerWebExchange> {

    @Override
    public Publisher<Boolean> apply(ServerWebExchange exchange) {
        return question.apply(exchange);
    }

    @Override
    public Object getConfig() {
        return config;
    }

    @Override
    public String toString() {
        return shown;
    }
}
