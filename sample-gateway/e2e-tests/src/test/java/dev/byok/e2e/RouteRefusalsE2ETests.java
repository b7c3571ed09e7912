package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Routes that could not work keep the application from starting, with a reason that names the route. */
@ExtendWith(OutputCaptureExtension.class)
class RouteRefusalsE2ETests {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[1].";

    static Stream<Arguments> wrongRoutes() {
        return Stream.of(
                argumentSet(
                        "the placeholder without the filter",
                        "byok://auto",
                        "AddRequestHeader=a, b",
                        "route 'wrong' leads to byok://auto but has no filter Byok"),
                argumentSet(
                        "the filter with an argument",
                        "byok://auto",
                        "Byok=something",
                        "route 'wrong' gives the filter Byok the argument 'something': expected 'observe' or none"),
                argumentSet(
                        "the filter with a misspelt argument",
                        "http://127.0.0.1:9",
                        "Byok=obsreve",
                        "(did you mean observe?)"),
                argumentSet(
                        "the filter that only looks, on its own way",
                        "byok://auto",
                        "Byok=observe",
                        "route 'wrong' leads to byok://auto but has Byok=observe"),
                argumentSet(
                        "the filter on a way elsewhere",
                        "http://127.0.0.1:9",
                        "Byok",
                        "route 'wrong' has the filter Byok but leads to http://127.0.0.1:9"));
    }

    @ParameterizedTest
    @MethodSource("wrongRoutes")
    void theApplicationDoesNotStart(String uri, String filter, String reason) {
        List<String> properties = new ArrayList<>(
                List.of(ROUTE + "id=wrong", ROUTE + "uri=" + uri, ROUTE + "predicates[0]=Path=/wrong/**"));
        properties.add(ROUTE + "filters[0]=" + filter);

        assertThatThrownBy(() -> startAndStop(properties)).hasStackTraceContaining(reason);
    }

    @Test
    void theApplicationDoesNotStartWithoutTheGlobalFilterThatServesByok() {
        List<String> properties =
                List.of("spring.cloud.gateway.server.webflux.global-filter.byok-routing.enabled=false");

        assertThatThrownBy(() -> startAndStop(properties))
                .hasStackTraceContaining("without that filter no route with Byok can be served");
    }

    @Test
    void aRouteThatIsLessPatientThanByokIsWarnedOf(CapturedOutput output) {
        startAndStop(List.of("spring.cloud.gateway.server.webflux.routes[0].metadata.response-timeout=5000"));

        assertThat(output).contains("the metadata 'response-timeout' of route 'llm' is 5000 ms");
    }

    private static void startAndStop(List<String> properties) {
        TestGateway.start(LlmSide.create(), properties.toArray(String[]::new)).close();
    }
}
