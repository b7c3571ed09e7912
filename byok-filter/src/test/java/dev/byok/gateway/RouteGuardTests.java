package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.byok.caller.Callers;
import dev.byok.health.InMemoryHealth;
import dev.byok.image.ImageFetcher;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.secret.Secrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.util.unit.DataSize;
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
        assertRefused(
                route("https://elsewhere.test", "Byok=observe, strict"),
                "route 'llm' gives the filter Byok the argument '_genkey_1', but it takes only [mode]");
    }

    @Test
    void takesAWayElsewhereThatIsOnlyObserved() {
        assertPasses(route("https://elsewhere.test", "Byok=observe"));
    }

    @Test
    void refusesToObserveItsOwnWay() {
        assertRefused(route("byok://auto", "Byok=observe"), "route 'llm' leads to byok://auto but has Byok=observe");
        assertRefused(
                route("byok://auto", "Byok", "Byok=observe"), "route 'llm' leads to byok://auto but has Byok=observe");
    }

    @Test
    void servesNoRouteByObservingAllOthers() {
        properties.setDefaultFilters(List.of(new FilterDefinition("Byok=observe")));

        assertRefused(route("byok://auto"), "route 'llm' leads to byok://auto but has no filter Byok");
        assertPasses(route("byok://auto", "Byok"));
        assertPasses(route("https://elsewhere.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"observ", "Observe", "strict"})
    void knowsNoOtherMode(String mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.apply(new ByokGatewayFilterFactory.Config().setMode(mode)))
                .withMessageStartingWith("Byok has the argument '" + mode + "': expected 'observe' or none");
    }

    @Test
    void namesTheModeThatWasMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.apply(new ByokGatewayFilterFactory.Config().setMode("obsreve")))
                .withMessageEndingWith("(did you mean observe?)");
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

    private static final ByokGatewayFilterFactory FACTORY = new ByokGateway(
                    new Callers(() -> null, List.of()),
                    new Secrets(List.of()),
                    new InMemoryHealth(),
                    new InMemoryRevocations(),
                    new BodyLimits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofSeconds(1)),
                    Clock.systemUTC(),
                    null,
                    new ImageFetcher(null),
                    null)
            .filterFactory();

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
