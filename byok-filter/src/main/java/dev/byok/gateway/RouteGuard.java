package dev.byok.gateway;

import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.publisher.Flux;

/**
 * Refuses route definitions that could not work: {@code byok://} without {@code Byok}, which would answer an empty 200, and
 * arguments of {@code Byok}, which the host would ignore silently. It contributes no route; as a locator among the host's
 * own it takes part in every refresh, whose failure leaves the routes in force as they were.
 */
public final class RouteGuard implements RouteLocator {

    private static final Logger LOG = LoggerFactory.getLogger(RouteGuard.class);

    private final RouteDefinitionLocator definitions;
    private final GatewayProperties properties;

    public RouteGuard(RouteDefinitionLocator definitions, GatewayProperties properties) {
        this.definitions = definitions;
        this.properties = properties;
    }

    @Override
    public Flux<Route> getRoutes() {
        return definitions.getRouteDefinitions().concatMap(this::check);
    }

    private Flux<Route> check(RouteDefinition route) {
        List<FilterDefinition> byok = Stream.concat(
                        properties.getDefaultFilters().stream(), route.getFilters().stream())
                .filter(filter -> ByokGatewayFilterFactory.NAME.equals(filter.getName()))
                .toList();
        boolean placeholder = route.getUri() != null
                && ByokRoutingGlobalFilter.SCHEME.equals(route.getUri().getScheme());
        if (placeholder && byok.isEmpty()) {
            return refuse(route, "leads to " + route.getUri() + " but has no filter Byok: add 'Byok' to its filters");
        }
        return byok.stream().allMatch(filter -> filter.getArgs().isEmpty())
                ? Flux.empty()
                : refuse(route, "gives the filter Byok arguments, but it takes none");
    }

    private Flux<Route> refuse(RouteDefinition route, String problem) {
        String message = "route '" + route.getId() + "' " + problem;
        if (properties.isFailOnRouteDefinitionError()) {
            return Flux.error(new IllegalArgumentException(message));
        }
        LOG.warn("{}", message);
        return Flux.empty();
    }
}
