package dev.byok.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.revocation.Revocation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

class CallersTests {

    private final AtomicReference<@Nullable PolicySnapshot> inForce = new AtomicReference<>(policy("v1"));
    private final AtomicInteger asked = new AtomicInteger();
    private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/x"));

    @Test
    void resolversAreAskedOncePerRequest() {
        Callers callers = callers(Mono.just(caller("agent")));

        IdentifiedCaller first = identified(callers);
        IdentifiedCaller second = callers.identify(exchange.mutate().build()).block();

        assertThat(second).isSameAs(first);
        assertThat(first.caller().name()).isEqualTo("agent");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aHostsResolverIsNotAskedBeforeSomebodySubscribes() {
        Callers callers = callers(Mono.just(caller("agent")));

        Mono<IdentifiedCaller> unused = callers.identify(exchange);

        assertThat(unused).isNotNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aRequestKeepsThePolicyItBeganWith() {
        Callers callers = callers(Mono.just(caller("agent")));

        PolicySnapshot atFirst = callers.policy(exchange);
        inForce.set(policy("v2"));

        assertThat(callers.policy(exchange)).isSameAs(atFirst);
        assertThat(callers.identify(exchange).map(IdentifiedCaller::policy).block())
                .isSameAs(atFirst);
    }

    @Test
    void theNextRequestTakesTheNewPolicy() {
        Callers callers = callers(Mono.just(caller("agent")));
        callers.identify(exchange).block();
        inForce.set(policy("v2"));

        ServerWebExchange next = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/x"));

        assertThat(callers.policy(next)).extracting(PolicySnapshot::version).isEqualTo("v2");
    }

    @Test
    void aRequestThatBeganWithoutPolicyStaysWithoutOne() {
        inForce.set(null);
        Callers callers = callers(Mono.just(caller("agent")));

        IdentifiedCaller nobody = callers.identify(exchange).block();
        inForce.set(policy("v1"));

        assertThat(nobody).isNull();
        assertThat(callers.policy(exchange)).isNull();
        assertThat(callers.identify(exchange).blockOptional()).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aRefusalIsRememberedToo() {
        Callers callers = callers(Mono.error(new UnknownCallerException("the gateway key is not valid")));

        assertThatThrownBy(() -> callers.identify(exchange).block()).isInstanceOf(UnknownCallerException.class);
        assertThatThrownBy(() -> callers.identify(exchange).block())
                .isInstanceOf(UnknownCallerException.class)
                .hasMessage("the gateway key is not valid");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aResolverThatThrowsIsRememberedAsFailed() {
        Callers callers = new Callers(inForce::get, List.of((request, policy) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("no directory");
        }));

        assertThatThrownBy(() -> callers.identify(exchange).block()).hasMessage("no directory");
        assertThatThrownBy(() -> callers.identify(exchange).block()).hasMessage("no directory");
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoeverNoResolverKnowsIsRefused() {
        Callers callers = callers(Mono.empty());

        assertThatThrownBy(() -> callers.identify(exchange).block())
                .isInstanceOf(UnknownCallerException.class)
                .hasMessageContaining("no credential was sent");
    }

    @Test
    void theFirstResolverThatAnswersWins() {
        Callers callers = new Callers(
                inForce::get,
                List.of(
                        (request, policy) -> Mono.empty(),
                        (request, policy) -> Mono.just(caller("second")),
                        (request, policy) -> Mono.just(caller("third"))));

        IdentifiedCaller identified = identified(callers);

        assertThat(identified.caller().name()).isEqualTo("second");
    }

    @Test
    void aCallerThatIsSwitchedOffIsRefusedUntilThatIsLifted() {
        InMemoryRevocations revocations = new InMemoryRevocations();
        Callers callers =
                new Callers(inForce::get, List.of((request, policy) -> Mono.just(caller("agent"))), revocations);
        Revocation agent = Revocation.ofCaller(caller("agent"));

        revocations.revoke(agent);

        assertThatThrownBy(() -> callers.identify(exchange).block())
                .isInstanceOf(UnknownCallerException.class)
                .hasMessage("the caller is switched off");

        revocations.lift(agent);

        ServerWebExchange next = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/x"));
        assertThat(callers.identify(next).blockOptional()).isPresent();
    }

    private IdentifiedCaller identified(Callers callers) {
        return callers.identify(exchange).blockOptional().orElseThrow();
    }

    private Callers callers(Mono<Caller> answer) {
        return new Callers(
                inForce::get, List.of((request, policy) -> answer.doOnSubscribe(s -> asked.incrementAndGet())));
    }

    private static Caller caller(String name) {
        return new Caller(name, "acme", null, null, Profile.DEFAULT, true, false, new SourceLocation("acme.yml", 1));
    }

    private static PolicySnapshot policy(String version) {
        return new PolicySnapshot(
                version, Map.of(), Map.of(), Map.of(), Map.of(), new GatewayKeys(List.of()), Map.of(), List.of());
    }
}
