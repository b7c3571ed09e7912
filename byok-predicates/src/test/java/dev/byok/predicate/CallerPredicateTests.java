package dev.byok.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.caller.Callers;
import dev.byok.caller.UnknownCallerException;
import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class CallerPredicateTests {

    private static final Caller AGENT = caller("content-writer", "acme", "legal", "prod");
    private static final PolicySnapshot POLICY = new PolicySnapshot(
            "v1", Map.of(), Map.of(), Map.of(), Map.of(), new GatewayKeys(List.of()), Map.of(), List.of());

    @ParameterizedTest
    @CsvSource({
        "content-*, true",
        "content-writer, true",
        "*, true",
        "content, false",
        "Content-*, false",
        "acme, false",
    })
    void comparesTheCallersName(String pattern, boolean expected) {
        assertThat(matches(new ByokCallerRoutePredicateFactory(knowing(AGENT)), pattern))
                .isEqualTo(expected);
    }

    @Test
    void eachFactoryComparesItsOwnName() {
        Callers callers = knowing(AGENT);

        assertThat(matches(new ByokCallerRoutePredicateFactory(callers), "content-writer"))
                .isTrue();
        assertThat(matches(new ByokWorkspaceRoutePredicateFactory(callers), "acme"))
                .isTrue();
        assertThat(matches(new ByokMemberRoutePredicateFactory(callers), "legal"))
                .isTrue();
        assertThat(matches(new ByokEnvironmentRoutePredicateFactory(callers), "prod"))
                .isTrue();
        assertThat(matches(new ByokWorkspaceRoutePredicateFactory(callers), "legal"))
                .isFalse();
        assertThat(matches(new ByokMemberRoutePredicateFactory(callers), "acme"))
                .isFalse();
        assertThat(matches(new ByokEnvironmentRoutePredicateFactory(callers), "legal"))
                .isFalse();
    }

    @Test
    void anyOfSeveralNamesWillDo() {
        ByokEnvironmentRoutePredicateFactory factory = new ByokEnvironmentRoutePredicateFactory(knowing(AGENT));

        assertThat(matches(factory, "dev", "prod")).isTrue();
        assertThat(matches(factory, "dev", "staging")).isFalse();
    }

    @Test
    void aCallerWithoutTheNameMatchesNothingNotEvenEverything() {
        Callers callers = knowing(caller("agent", "acme", null, null));

        assertThat(matches(new ByokMemberRoutePredicateFactory(callers), "*")).isFalse();
        assertThat(matches(new ByokEnvironmentRoutePredicateFactory(callers), "*"))
                .isFalse();
    }

    @Test
    void anUnknownCallerMatchesNothingAndIsNoError() {
        Callers callers = new Callers(
                () -> POLICY, List.of((exchange, policy) -> Mono.error(new UnknownCallerException("not valid"))));

        assertThat(matches(new ByokCallerRoutePredicateFactory(callers), "*")).isFalse();
    }

    @Test
    void aResolverThatFailsMatchesNothingAndIsNoError() {
        Callers callers = new Callers(
                () -> POLICY, List.of((exchange, policy) -> Mono.error(new IllegalStateException("no directory"))));

        assertThat(matches(new ByokCallerRoutePredicateFactory(callers), "*")).isFalse();
    }

    @Test
    void nothingMatchesWhileThereIsNoPolicy() {
        Callers callers = new Callers(() -> null, List.of((exchange, policy) -> Mono.just(AGENT)));

        assertThat(matches(new ByokCallerRoutePredicateFactory(callers), "*")).isFalse();
    }

    @Test
    void theBodyIsNotRead() {
        Flux<DataBuffer> body = Flux.error(new AssertionError("the body has been read"));
        ServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.post("/v1/chat/completions").body(body));
        AsyncPredicate<ServerWebExchange> predicate =
                new ByokCallerRoutePredicateFactory(knowing(AGENT)).applyAsync(config -> config.setNames("content-*"));

        assertThat(Mono.from(predicate.apply(exchange)).block()).isTrue();
    }

    @Test
    void thePredicateReadsWellInTheRoutesEndpoint() {
        Callers callers = knowing(AGENT);

        assertThat(new ByokCallerRoutePredicateFactory(callers).applyAsync(config -> config.setNames("content-*")))
                .hasToString("ByokCaller: [content-*]")
                .extracting(predicate -> String.valueOf(predicate.getConfig()))
                .isEqualTo("[content-*]");
        assertThat(new ByokEnvironmentRoutePredicateFactory(callers)
                        .applyAsync(config -> config.setNames("staging", "prod")))
                .hasToString("ByokEnvironment: [staging, prod]");
    }

    @Test
    void noNameAtAllIsRefused() {
        ByokMemberRoutePredicateFactory factory = new ByokMemberRoutePredicateFactory(knowing(AGENT));

        assertThatThrownBy(() -> factory.applyAsync(config -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ByokMember has no names: expected one or more, as in 'ByokMember=legal,team-*'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "a,b", "acme/agent", "-x", "^legal$", "(legal|finance)"})
    void whatCanBeNoNameIsRefused(String pattern) {
        ByokMemberRoutePredicateFactory factory = new ByokMemberRoutePredicateFactory(knowing(AGENT));

        assertThatThrownBy(() -> factory.applyAsync(config -> config.setNames("legal", pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ByokMember has the name '" + pattern + "': expected");
    }

    @Test
    void onlyTheAsyncFormIsOffered() {
        ByokCallerRoutePredicateFactory factory = new ByokCallerRoutePredicateFactory(knowing(AGENT));

        assertThatThrownBy(() -> factory.apply(config -> config.setNames("agent")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("applyAsync");
    }

    private static boolean matches(AbstractCallerRoutePredicateFactory factory, String... names) {
        ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/chat/completions"));
        return Boolean.TRUE.equals(
                Mono.from(factory.applyAsync(config -> config.setNames(names)).apply(exchange))
                        .block());
    }

    private static Callers knowing(Caller caller) {
        return new Callers(() -> POLICY, List.of((exchange, policy) -> Mono.just(caller)));
    }

    private static Caller caller(String name, String workspace, @Nullable String member, @Nullable String environment) {
        return new Caller(
                name, workspace, member, environment, Profile.DEFAULT, true, false, new SourceLocation("acme.yml", 1));
    }
}
