package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Flux;

/** A route's own {@code response-timeout} that is shorter than ours is told, once. */
@ExtendWith(OutputCaptureExtension.class)
class RouteTimeoutCheckTests {

    private final RouteTimeoutCheck check = new RouteTimeoutCheck();

    @Test
    void warnsOfARouteThatIsLessPatient(CapturedOutput output) {
        refreshed(route("byok://auto", 599_999));

        assertThat(output).contains("the metadata 'response-timeout' of route 'llm' is 599999 ms");
    }

    @Test
    void readsANumberWrittenAsTextAsTheHostDoes(CapturedOutput output) {
        refreshed(route("byok://auto", "5000"));

        assertThat(output).contains("of route 'llm' is 5000 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"600000", "-1", "5s"})
    void saysNothingWhereTheRouteIsPatientEnoughOrTheHostTakesItsDefault(String timeout, CapturedOutput output) {
        refreshed(route("byok://auto", timeout));

        assertThat(output).doesNotContain("response-timeout");
    }

    @Test
    void saysNothingOfOtherRoutes(CapturedOutput output) {
        refreshed(route("https://elsewhere.test", 5));

        assertThat(output).doesNotContain("response-timeout");
    }

    @Test
    void warnsAgainOnlyOfAnotherValue(CapturedOutput output) {
        refreshed(route("byok://auto", 5));
        refreshed(route("byok://auto", 5));
        refreshed(route("byok://auto", 6));

        assertThat(StringUtils.countOccurrencesOf(output.getAll(), "of route 'llm' is 5 ms"))
                .isEqualTo(1);
        assertThat(StringUtils.countOccurrencesOf(output.getAll(), "of route 'llm' is 6 ms"))
                .isEqualTo(1);
    }

    @Test
    void leavesAFailedRefreshAlone(CapturedOutput output) {
        RouteLocator routes = () -> Flux.error(new IllegalStateException("no routes"));

        check.onApplicationEvent(new RefreshRoutesResultEvent(routes, new IllegalStateException("no routes")));
        check.onApplicationEvent(new RefreshRoutesResultEvent(routes));

        assertThat(output).doesNotContain("response-timeout");
    }

    private void refreshed(Route... routes) {
        RouteLocator locator = () -> Flux.fromIterable(List.of(routes));
        check.onApplicationEvent(new RefreshRoutesResultEvent(locator));
    }

    private static Route route(String uri, Object timeout) {
        return Route.async()
                .id("llm")
                .uri(uri)
                .predicate(exchange -> true)
                .metadata(Map.of("response-timeout", timeout))
                .build();
    }
}
