package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.RoutePatterns;
import dev.byok.policy.Glob;
import java.util.List;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokModel=openai/*,anthropic/*}: requests for these models. Compared is the body's {@code model} as it was sent;
 * its further {@code models} choose no route.
 */
public class ByokModelRoutePredicateFactory extends AbstractNamesRoutePredicateFactory {

    private final RequestBodies bodies;

    public ByokModelRoutePredicateFactory(RequestBodies bodies) {
        super(RoutePatterns.MODELS);
        this.bodies = bodies;
    }

    @Override
    AsyncPredicate<ServerWebExchange> matching(List<Glob> models, Config config) {
        return new AskingPredicate(
                config,
                exchange -> bodies.test(exchange, words -> Glob.anyMatches(models, words.model())),
                name() + ": " + models);
    }
}
