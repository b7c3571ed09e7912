package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.GatewayToStringStyler.filterToStringCreator;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.byok.policy.SourceLocation;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.HasRouteId;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Makes a filter that narrows what {@code Byok} may do on its route, wherever in the list it stands. Among a host's default
 * filters it narrows the routes to {@code byok://}, and leaves all others alone.
 *
 * @param <C> its arguments
 */
public abstract class NarrowingGatewayFilterFactory<C extends NarrowingGatewayFilterFactory.RouteConfig>
        extends AbstractGatewayFilterFactory<C> implements StrictArguments {

    NarrowingGatewayFilterFactory(Class<C> config) {
        super(config);
    }

    /**
     * Makes the filter.
     *
     * @param argument what it was given, for the actuator
     * @param narrower adds to what other filters have said, in the name of a route
     */
    final GatewayFilter narrowing(
            C config, Object argument, BiFunction<RouteNarrowing, SourceLocation, RouteNarrowing> narrower) {
        String shown = filterToStringCreator(this)
                .append(shortcutFieldOrder().get(0), argument)
                .toString();
        return new NarrowingFilter(name(), config.getRouteId() == null, shown, narrower);
    }

    private record NarrowingFilter(
            String name,
            boolean madeInJava,
            String shown,
            BiFunction<RouteNarrowing, SourceLocation, RouteNarrowing> narrower)
            implements GatewayFilter, Ordered {

        @Override
        public int getOrder() {
            return ByokGatewayFilterFactory.ORDER;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            if (ByokRoute.leadsElsewhere(exchange)) {
                return madeInJava
                        ? ByokRoute.refuse(exchange, "this route has the filter " + name + " but no filter Byok")
                        : chain.filter(exchange);
            }
            Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
            SourceLocation location = SourceLocation.ofRoute(route.getId());
            RouteNarrowing.note(exchange, narrower.apply(RouteNarrowing.of(exchange), location));
            return chain.filter(exchange);
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /** What the host itself sets where the route comes from a definition. */
    public abstract static class RouteConfig implements HasRouteId {

        private @Nullable String routeId;

        RouteConfig() {}

        @Override
        public @Nullable String getRouteId() {
            return routeId;
        }

        @Override
        public void setRouteId(String routeId) {
            this.routeId = routeId;
        }
    }
}
