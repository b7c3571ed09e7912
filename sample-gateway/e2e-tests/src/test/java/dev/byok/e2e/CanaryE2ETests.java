package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.e2e.CanarySinks.Sink;
import dev.byok.outcome.OutcomeClass;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Secrets planted wherever a value can enter come out nowhere: not by a log at its finest level, a meter, a span, the
 * actuator, a receipt, an answer or a file, and what is a caller's reaches no provider. That the search finds what is there
 * is shown by {@link CanarySearchTests} and {@link CanaryLeaksE2ETests}.
 */
class CanaryE2ETests {

    private static final List<String> ENDPOINTS = List.of(
            "env",
            "configprops",
            "byok",
            "health",
            "gateway/routes",
            "gateway/globalfilters",
            "gateway/routefilters",
            "gateway/routepredicates",
            "httpexchanges",
            "auditevents",
            "loggers",
            "beans",
            "mappings",
            "conditions",
            "metrics",
            "info",
            "scheduledtasks",
            "threaddump");

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static CanaryWorld world;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static CanaryCaller caller;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Sink actuator;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Sink log;

    @BeforeAll
    static void driveEverything() throws IOException {
        world = new CanaryWorld();
        CanaryDrive drive = new CanaryDrive(world);
        drive.all();
        caller = drive.caller();
        actuator = readActuator();
        log = CanarySinks.log(world.log.events());
    }

    @AfterAll
    static void stop() {
        world.close();
        // All that was written at TRACE would be held to the end of the tests' JVM.
        log = CanarySinks.log(List.of());
    }

    @Test
    void everyRequestMetWhatItWasToMeet() {
        assertThat(caller.surprises()).isEmpty();
    }

    @Test
    void everyOutcomeHasBeenMet() {
        String receipts = world.log.events().stream()
                .filter(event -> event.getLoggerName().equals("dev.byok.generation"))
                .map(TracedLog::text)
                .collect(Collectors.joining("\n"));

        for (OutcomeClass outcome : OutcomeClass.values()) {
            assertThat(receipts).containsPattern("[/=]" + outcome.text() + "[/. ]");
        }
    }

    @Test
    void theLogHoldsNoSecret() {
        assertThat(log.places())
                .anyMatch(place -> place.startsWith("log dev.byok."))
                .anyMatch(place -> place.startsWith("log org.springframework.cloud.gateway."))
                .anyMatch(place -> place.startsWith("log reactor.netty."));
        assertThat(log.leaks(world.planted())).isSubsetOf(foreign());
    }

    @Test
    void noMeterHoldsASecret() {
        Sink meters = CanarySinks.meters(world.gateway.context().getBean(MeterRegistry.class));

        assertThat(meters.places())
                .contains("meter http.server.requests", "meter byok.policy.refusals")
                .anyMatch(place -> place.contains("gateway.requests"));
        assertThat(meters.leaks(world.planted())).isEmpty();
    }

    @Test
    void noSpanHoldsASecret() {
        assertThat(spans().places()).contains("span http.server.requests", "span http.client.requests");
        assertThat(spans().leaks(world.planted())).isSubsetOf(foreign());
    }

    @Test
    void theActuatorHoldsNoSecret() {
        assertThat(actuator.leaks(world.planted())).isSubsetOf(foreign());
    }

    @Test
    void noAnswerHoldsASecretButWhatTheCallerItselfWrote() {
        List<Canary> others = world.planted().stream()
                .filter(canary -> !canary.equals(world.misplaced))
                .toList();

        assertThat(caller.answers().leaks(others)).isEmpty();
    }

    @Test
    void whatIsKeptOnDiskHoldsNoSecret() {
        List<Canary> secrets = world.planted().stream()
                .filter(canary ->
                        !canary.what().startsWith("hash of")) // by which the policy itself knows a gateway key
                .toList();

        assertThat(world.disk()).contains("own-first");
        assertThat(new Sink().add("last good policy", world.disk()).leaks(secrets))
                .isEmpty();
    }

    @Test
    void noProviderGetsAnythingOfACallersNorOfAnotherKey() {
        List<FakeProvider.Call> calls = new ArrayList<>();
        List.of(world.alpha, world.azureSide, world.slowSide).forEach(provider -> calls.addAll(provider.calls()));
        Set<String> leaks = new TreeSet<>();

        assertThat(calls).hasSizeGreaterThan(60);
        for (Canary key : world.planted()) {
            Sink seen = new Sink();
            calls.stream()
                    .filter(call -> call.credential().equals(key.value()))
                    .forEach(call -> seen.add("upstream of " + key, call.path() + call.headers() + call.body()));
            leaks.addAll(seen.leaks(
                    world.planted().stream().filter(other -> !other.equals(key)).toList()));
        }
        assertThat(leaks).isEmpty();
    }

    @Test
    void noExceptionIsMadeInVain() {
        Set<String> found = new TreeSet<>(log.leaks(world.planted()));
        found.addAll(spans().leaks(world.planted()));
        found.addAll(actuator.leaks(world.planted()));

        assertThat(found).containsAll(foreign());
    }

    /** What others print of what is theirs, or of what a caller wrote where it does not belong. */
    private static Set<String> foreign() {
        Set<String> leaks = new TreeSet<>();
        String gateway = "log org.springframework.cloud.gateway.";
        // The arguments of a host's own filters are no secrets to the gateway, and it prints its routes with them.
        for (String place : List.of(
                gateway + "config.GatewayProperties",
                gateway + "route.RouteDefinitionRouteLocator",
                gateway + "handler.RoutePredicateHandlerMapping",
                gateway + "handler.FilteringWebHandler",
                "actuator gateway/routes",
                // Only with show-values, by which the host asks for it.
                "actuator configprops",
                // Writes what the actuator answers.
                "log org.springframework.http.codec.json.JacksonJsonEncoder",
                // Prints the headers of what the host itself sends; of a request of ours it sees no credential.
                gateway + "filter.headers.observation.ObservedRequestHttpHeadersFilter")) {
            leaks.add(place + ": " + world.route + " (plain)");
        }
        // The host's own side of a request is told with its query, before anything of ours has seen it.
        for (String place : List.of(
                "log org.springframework.web.server.adapter.HttpWebHandlerAdapter",
                "log org.springframework.boot.webflux.autoconfigure.error.AbstractErrorWebExceptionHandler",
                gateway + "handler.RoutePredicateHandlerMapping",
                "span http.server.requests",
                "actuator httpexchanges")) {
            leaks.add(place + ": " + world.query + " (plain)");
        }
        // Keeps all headers of a request but Authorization and Cookie.
        for (Canary sent : List.of(world.agent, world.forwarded, world.header, world.misplaced)) {
            leaks.add("actuator httpexchanges: " + sent + " (plain)");
        }
        // Quotes the first line of what is no HTTP.
        leaks.add("log reactor.netty.http.server.HttpServerOperations: " + world.misplaced + " (plain)");
        return leaks;
    }

    private static Sink spans() {
        return world.gateway.context().getBean(CanaryHost.SpanLog.class).spans();
    }

    private static Sink readActuator() {
        Sink sink = new Sink();
        for (String endpoint : ENDPOINTS) {
            HttpResponse<String> answer = caller.get("/actuator/" + endpoint);
            assertThat(answer.statusCode()).as(endpoint).isEqualTo(200);
            sink.add("actuator " + endpoint, answer.headers().map() + answer.body());
        }
        return sink;
    }
}
