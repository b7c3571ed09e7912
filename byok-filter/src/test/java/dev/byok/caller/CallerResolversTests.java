package dev.byok.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import java.security.Principal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CallerResolversTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final String KEY = GatewayKeyFormat.generate(new SecureRandom());
    private static final String OTHER = GatewayKeyFormat.generate(new SecureRandom());
    private static final String EXPIRED = GatewayKeyFormat.generate(new SecureRandom());
    private static final String OF_DISABLED = GatewayKeyFormat.generate(new SecureRandom());
    private static final Caller AGENT = caller("agent", true);
    private static final Caller DISABLED = caller("disabled", false);
    private static final PolicySnapshot POLICY = new PolicySnapshot(
            "test",
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            new GatewayKeys(List.of(
                    new GatewayKeys.Entry(GatewayKeyFormat.sha256(KEY), AGENT, NOW.plusNanos(1)),
                    new GatewayKeys.Entry(GatewayKeyFormat.sha256(EXPIRED), AGENT, NOW),
                    new GatewayKeys.Entry(GatewayKeyFormat.sha256(OF_DISABLED), DISABLED, null))),
            Map.of("alice", AGENT, "bob", DISABLED),
            List.of());

    private final CallerResolver byKey = new GatewayKeyCallerResolver(Clock.fixed(NOW, ZoneOffset.UTC));
    private final CallerResolver byPrincipal = new PrincipalCallerResolver();

    @Test
    void knowACallerByItsGatewayKeyInEitherHeader() {
        assertFound(resolve("Authorization", "Bearer " + KEY));
        assertFound(resolve("Authorization", "bearer  " + KEY + " "));
        assertFound(resolve("x-api-key", KEY));
        assertFound(resolve("Authorization", "Bearer " + KEY, "x-api-key", KEY));
        assertFound(resolve("Authorization", "Bearer eyJ.host", "x-api-key", KEY));
    }

    @Test
    void leaveTokensOfAnotherKindToTheHost() {
        StepVerifier.create(resolve()).verifyComplete();
        StepVerifier.create(resolve("Authorization", "Bearer eyJ.host")).verifyComplete();
        StepVerifier.create(resolve("Authorization", "Basic " + KEY)).verifyComplete();
        StepVerifier.create(resolve("x-api-key", "sk-other")).verifyComplete();
    }

    @Test
    void refuseAKeyThatIsUnknownExpiredDisabledOrMalformed() {
        assertRefused(resolve("x-api-key", OTHER), "the gateway key is not valid");
        assertRefused(resolve("x-api-key", EXPIRED), "the gateway key is not valid");
        assertRefused(resolve("x-api-key", OF_DISABLED), "the gateway key is not valid");
        assertRefused(resolve("Authorization", "Bearer byok_short"), "the gateway key is not valid");
    }

    @Test
    void refuseTwoDifferentKeys() {
        assertRefused(
                resolve("Authorization", "Bearer " + KEY, "x-api-key", OTHER), "two different gateway keys were sent");
    }

    @Test
    void knowACallerByTheHostsPrincipal() {
        assertFound(byPrincipal.resolve(principal("alice"), POLICY));
    }

    @Test
    void knowNobodyByAPrincipalThatIsUnknownDisabledOrMissing() {
        StepVerifier.create(byPrincipal.resolve(principal("bob"), POLICY)).verifyComplete();
        StepVerifier.create(byPrincipal.resolve(principal("carol"), POLICY)).verifyComplete();
        StepVerifier.create(byPrincipal.resolve(exchange(), POLICY)).verifyComplete();
    }

    @Test
    void askForTheKeyFirst() {
        assertThat(GatewayKeyCallerResolver.ORDER).isLessThan(PrincipalCallerResolver.ORDER);
    }

    private Mono<Caller> resolve(String... headers) {
        return byKey.resolve(exchange(headers), POLICY);
    }

    private static MockServerWebExchange exchange(String... headers) {
        return MockServerWebExchange.from(request(headers));
    }

    private static MockServerWebExchange principal(String name) {
        return MockServerWebExchange.builder(request())
                .principal(new NamedPrincipal(name))
                .build();
    }

    private static MockServerHttpRequest request(String... headers) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.post("/v1/chat/completions");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static void assertFound(Mono<Caller> caller) {
        StepVerifier.create(caller).expectNext(AGENT).verifyComplete();
    }

    private static void assertRefused(Mono<Caller> caller, String reason) {
        StepVerifier.create(caller).verifyErrorSatisfies(thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(UnknownCallerException.class, unknown -> assertThat(unknown.reason())
                        .isEqualTo(reason)));
    }

    private record NamedPrincipal(String getName) implements Principal {}

    private static Caller caller(String name, boolean enabled) {
        return new Caller(name, "acme", null, null, Profile.DEFAULT, enabled, false, new SourceLocation("test", 1));
    }
}
