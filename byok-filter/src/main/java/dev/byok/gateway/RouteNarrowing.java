package dev.byok.gateway;

import dev.byok.plan.Narrowing;
import org.springframework.web.server.ServerWebExchange;

/** What the route's filters have narrowed so far, in one exchange attribute. */
final class RouteNarrowing {

    private static final String ATTRIBUTE = RouteNarrowing.class.getName();

    private RouteNarrowing() {}

    static Narrowing of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, Narrowing.NONE);
    }

    static void note(ServerWebExchange exchange, Narrowing narrowing) {
        exchange.getAttributes().put(ATTRIBUTE, narrowing);
    }
}
