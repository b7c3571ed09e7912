package dev.byok.gateway;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.publisher.Flux;

/**
 * Refuses route definitions that could not work: {@code byok://} without {@code Byok}, which would answer an empty 200;
 * {@code Byok} of a route's own that leads elsewhere, where the callers' gateway keys would go; filters that narrow it
 * where it is not; and arguments that our filters and predicates do not have, which the host would ignore or mistake
 * silently. It contributes no route; as a locator among the host's own it takes part in every refresh, whose failure
 * leaves the routes in force as they were.
 */
public final class RouteGuard implements RouteLocator {

    private static final Logger LOG = LoggerFactory.getLogger(RouteGuard.class);

    private final RouteDefinitionLocator definitions;
    private final GatewayProperties properties;
    private final ArgumentCheck arguments;
    private final Set<String> ours;

    /**
     * @param factories those whose arguments are checked
     */
    public RouteGuard(
            RouteDefinitionLocator definitions, GatewayProperties properties, List<StrictArguments> factories) {
        this.definitions = definitions;
        this.properties = properties;
        this.arguments = new ArgumentCheck(factories);
        this.ours = factories.stream()
                .filter(GatewayFilterFactory.class::isInstance)
                .map(factory -> ((GatewayFilterFactory<?>) factory).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Flux<Route> getRoutes() {
        return definitions.getRouteDefinitions().concatMap(this::check);
    }

    private Flux<Route> check(RouteDefinition route) {
        return Stream.of(modeProblems(route), Stream.ofNullable(placeholderProblem(route)), argumentProblems(route))
                .flatMap(problems -> problems)
                .findFirst()
                .map(problem -> refuse(route, problem))
                .orElseGet(Flux::empty);
    }

    private Stream<String> modeProblems(RouteDefinition route) {
        return filters(route)
                .filter(filter -> ByokGatewayFilterFactory.NAME.equals(filter.getName()))
                .filter(filter -> filter.getArgs().size() == 1)
                .flatMap(filter -> filter.getArgs().values().stream())
                .map(ByokGatewayFilterFactory::problem)
                .filter(Objects::nonNull)
                .map(problem -> "gives the filter " + ByokGatewayFilterFactory.NAME + " " + problem);
    }

    private @Nullable String placeholderProblem(RouteDefinition route) {
        boolean placeholder = route.getUri() != null
                && ByokRoutingGlobalFilter.SCHEME.equals(route.getUri().getScheme());
        if (placeholder && route.getFilters().stream().anyMatch(RouteGuard::observes)) {
            return "leads to " + route.getUri()
                    + " but has Byok=observe, which is for routes that lead to a provider: say"
                    + " 'Byok', or name the provider's uri";
        }
        if (placeholder) {
            return filters(route).anyMatch(RouteGuard::serves)
                    ? null
                    : "leads to " + route.getUri() + " but has no filter Byok: add 'Byok' to its filters";
        }
        // As one of the host's default filters each of ours leaves such a route alone.
        return route.getFilters().stream()
                .filter(filter -> !observes(filter))
                .map(FilterDefinition::getName)
                .filter(ours::contains)
                .findFirst()
                .map(name -> "has the filter " + name + " but leads to " + route.getUri() + ": " + remedy(name, route))
                .orElse(null);
    }

    private static String remedy(String name, RouteDefinition route) {
        return ByokGatewayFilterFactory.NAME.equals(name)
                        || route.getFilters().stream().anyMatch(RouteGuard::serves)
                ? "its uri has to be byok://auto"
                : "it narrows what the filter Byok does on a route to byok://auto, and does nothing here";
    }

    private static boolean serves(FilterDefinition filter) {
        return ByokGatewayFilterFactory.NAME.equals(filter.getName()) && !observes(filter);
    }

    private static boolean observes(FilterDefinition filter) {
        return ByokGatewayFilterFactory.NAME.equals(filter.getName())
                && filter.getArgs().containsValue(ByokGatewayFilterFactory.OBSERVE);
    }

    private Stream<String> argumentProblems(RouteDefinition route) {
        return Stream.concat(
                        filters(route).map(arguments::problem),
                        route.getPredicates().stream().map(arguments::problem))
                .filter(Objects::nonNull);
    }

    private Stream<FilterDefinition> filters(RouteDefinition route) {
        return Stream.concat(properties.getDefaultFilters().stream(), route.getFilters().stream());
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
