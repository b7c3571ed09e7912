package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@ExtendWith(OutputCaptureExtension.class)
class RouteGuardTests {

    private final GatewayProperties properties = new GatewayProperties();

    @Test
    void refusesThePlaceholderWithoutTheFilter() {
        assertRefused(route("byok://auto"), "route 'llm' leads to byok://auto but has no filter Byok");
    }

    @Test
    void refusesTheFilterOnAWayElsewhere() {
        assertRefused(
                route("https://elsewhere.test", "Byok"),
                "route 'llm' has the filter Byok but leads to https://elsewhere.test");
    }

    @Test
    void leavesAWayElsewhereAloneThatHasTheFilterByDefaultOnly() {
        properties.setDefaultFilters(List.of(new FilterDefinition("Byok")));

        assertPasses(route("https://elsewhere.test"));
    }

    @Test
    void refusesArgumentsThatTheFilterWouldIgnore() {
        assertRefused(route("byok://auto", "Byok=strict"), "route 'llm' gives the filter Byok arguments");
    }

    @Test
    void contributesNoRouteAndLeavesOthersAlone() {
        assertPasses(route("byok://auto", "Byok"));
        assertPasses(route("https://elsewhere.test", "AddRequestHeader=a, b"));
    }

    @Test
    void takesTheFilterFromTheHostsDefaults() {
        properties.setDefaultFilters(List.of(new FilterDefinition("Byok")));

        assertPasses(route("byok://auto"));
    }

    @Test
    void onlyWarnsWhereTheHostToleratesBadRoutes(CapturedOutput output) {
        properties.setFailOnRouteDefinitionError(false);

        assertPasses(route("byok://auto"));

        assertThat(output).contains("route 'llm' leads to byok://auto");
    }

    private static final ByokGatewayFilterFactory FACTORY = new ByokGatewayFilterFactory(
            new Generations(java.time.Clock.systemUTC(), new dev.byok.ledger.GenerationLog()));

    private void assertRefused(RouteDefinition route, String message) {
        StepVerifier.create(guard(route).getRoutes())
                .verifyErrorSatisfies(thrown -> assertThat(thrown).hasMessageStartingWith(message));
    }

    private void assertPasses(RouteDefinition route) {
        StepVerifier.create(guard(route).getRoutes()).verifyComplete();
    }

    private RouteGuard guard(RouteDefinition route) {
        return new RouteGuard(() -> Flux.just(route), properties, List.of(FACTORY));
    }

    private static RouteDefinition route(String uri, String... filters) {
        RouteDefinition route = new RouteDefinition();
        route.setId("llm");
        route.setUri(URI.create(uri));
        route.setFilters(List.of(filters).stream()
                .map(text -> text.contains("=") ? new FilterDefinition(text) : named(text))
                .toList());
        return route;
    }

    private static FilterDefinition named(String name) {
        FilterDefinition filter = new FilterDefinition();
        filter.setName(name);
        return filter;
    }
}
