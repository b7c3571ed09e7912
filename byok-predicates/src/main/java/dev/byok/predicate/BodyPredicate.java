package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.RequestBodies.Words;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * Compares what the body says.
 *
 * @param shown for the actuator
 */
record BodyPredicate(Object config, RequestBodies bodies, Predicate<Words> condition, String shown)
        implements AsyncPredicate<ServerWebExchange> {

    @Override
    public Publisher<Boolean> apply(ServerWebExchange exchange) {
        return bodies.test(exchange, condition);
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
