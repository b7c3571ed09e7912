package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import org.springframework.cloud.gateway.route.Route;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Whether a route is ours, and the answer of one that could not be. */
final class ByokRoute {

    private ByokRoute() {}

    static boolean isOurs(Route route) {
        return ByokRoutingGlobalFilter.SCHEME.equals(route.getUri().getScheme());
    }

    static boolean leadsElsewhere(ServerWebExchange exchange) {
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        return route != null && !isOurs(route);
    }

    /** Answers for a route that its definition would not have allowed. */
    static Mono<Void> refuse(ServerWebExchange exchange, String what) {
        LocalAnswer answer = Refusals.routeMisconfigured(what)
                .in(
                        ErrorShape.of(
                                ByokRequestWebFilter.operation(exchange),
                                exchange.getRequest().getHeaders()),
                        exchange.getRequest().getId());
        LocalAnswerWriter.announce(answer, exchange.getResponse());
        return LocalAnswerWriter.writeUnread(answer, exchange);
    }
}
