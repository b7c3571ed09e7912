package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_PREDICATE_ROUTE_ATTR;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells routes of ours from the host's own while none has been chosen yet. */
final class OurRoutes {

    private final Supplier<RouteLocator> routes;

    OurRoutes(Supplier<RouteLocator> routes) {
        this.routes = routes;
    }

    /** Returns the id of the route whose predicates are being asked; the host tells it for no longer than that takes. */
    static @Nullable String asked(ServerWebExchange exchange) {
        return exchange.getAttribute(GATEWAY_PREDICATE_ROUTE_ATTR);
    }

    /** Returns whether a route leads to {@code byok://}. */
    Mono<Boolean> has(@Nullable String id) {
        return routes.get().getRoutes().any(route -> route.getId().equals(id) && ByokRoute.isOurs(route));
    }
}
