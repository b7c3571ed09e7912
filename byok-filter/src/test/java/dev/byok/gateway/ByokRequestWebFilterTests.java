package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.byok.caller.Callers;
import dev.byok.caller.UnknownCallerException;
import dev.byok.ledger.GenerationLog;
import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import dev.byok.request.SharedBody;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ByokRequestWebFilterTests {

    private static final PolicySnapshot POLICY = new PolicySnapshot(
            "9be01d4", Map.of(), Map.of(), Map.of(), Map.of(), new GatewayKeys(List.of()), Map.of(), List.of());
    private static final Caller AGENT = new Caller(
            "agent", "acme", null, null, Profile.DEFAULT, true, false, new SourceLocation("workspaces/acme.yml", 1));

    private final ResponseStatusException nothingHere = new ResponseStatusException(HttpStatus.NOT_FOUND);
    private final Callers strangers = new Callers(
            () -> POLICY, List.of((exchange, policy) -> Mono.error(new UnknownCallerException("no such key"))));
    private final Callers known = new Callers(() -> POLICY, List.of((exchange, policy) -> Mono.just(AGENT)));
    private final Callers withoutPolicy = new Callers(() -> null, List.of());

    @ParameterizedTest
    @CsvSource({"GET, /v1/chat/completions", "POST, /v1/models", "POST, /app/items"})
    void leavesRequestsAloneThatAreNotForOurApi(String method, String path) {
        ServerWebExchange exchange = exchange(method, path);

        StepVerifier.create(filter(strangers).filter(exchange, passed -> {
                    assertThat(passed).isSameAs(exchange);
                    return Mono.empty();
                }))
                .verifyComplete();

        assertThat(SharedBody.of(exchange)).isNull();
    }

    @Test
    void tellsAStrangerWhomNoRouteTook() {
        MockServerWebExchange exchange = exchange("POST", "/v1/chat/completions");

        StepVerifier.create(filter(strangers).filter(exchange, afterAsking(strangers)))
                .verifyComplete();

        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(exchange.getResponse().getBodyAsString().block())
                .contains("\"code\":\"invalid_api_key\"", "no such key");
        assertThat(exchange.getResponse().getHeaders().getFirst(ReceiptHeaders.GENERATION))
                .startsWith("gen-");
    }

    @Test
    void tellsAStrangerWhoAsksForTheModels() {
        MockServerWebExchange exchange = exchange("GET", "/v1/models");

        StepVerifier.create(filter(strangers).filter(exchange, afterAsking(strangers)))
                .verifyComplete();

        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void tellsThatThereIsNoPolicyYet() {
        MockServerWebExchange exchange = exchange("POST", "/v1/chat/completions");

        StepVerifier.create(filter(withoutPolicy).filter(exchange, afterAsking(withoutPolicy)))
                .verifyComplete();

        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void leavesA404ToTheHostWhereTheCallerIsKnown() {
        assertPassed(known, afterAsking(known), nothingHere);
    }

    @Test
    void leavesA404ToTheHostWhereNobodyAskedForTheCaller() {
        assertPassed(strangers, exchange -> Mono.error(nothingHere), nothingHere);
    }

    @Test
    void leavesA404ToTheHostThatOneOfItsRoutesMade() {
        assertPassed(
                strangers,
                exchange -> {
                    exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, "a route");
                    return strangers.identify(exchange).onErrorComplete().then(Mono.error(nothingHere));
                },
                nothingHere);
    }

    @Test
    void leavesOtherErrorsToTheHost() {
        IllegalStateException broken = new IllegalStateException("broken");

        assertPassed(
                strangers,
                exchange -> strangers.identify(exchange).onErrorComplete().then(Mono.error(broken)),
                broken);
    }

    private static void assertPassed(Callers callers, WebFilterChain chain, Throwable thrown) {
        MockServerWebExchange exchange = exchange("POST", "/v1/chat/completions");

        StepVerifier.create(filter(callers).filter(exchange, chain))
                .verifyErrorSatisfies(error -> assertThat(error).isSameAs(thrown));

        assertThat(exchange.getResponse().isCommitted()).isFalse();
        assertThat(exchange.getResponse().getHeaders().headerNames()).isEmpty();
    }

    /** A predicate asks for the caller, and no route is found. */
    private WebFilterChain afterAsking(Callers callers) {
        return exchange -> callers.identify(exchange).onErrorComplete().then(Mono.error(nothingHere));
    }

    private static ByokRequestWebFilter filter(Callers callers) {
        BodyLimits limits = new BodyLimits(DataSize.ofBytes(100), DataSize.ofBytes(100), Duration.ofSeconds(1));
        return new ByokRequestWebFilter(callers, new Generations(Clock.systemUTC(), new GenerationLog()), limits);
    }

    private static MockServerWebExchange exchange(String method, String path) {
        return MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.valueOf(method), path)
                .header("Content-Type", "application/json"));
    }
}
