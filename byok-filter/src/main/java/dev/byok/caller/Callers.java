package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.revocation.Revocations;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds each request's caller once. The first who asks, a route's predicate or the filter, settles for the whole request
 * which policy it lives with and who sent it, a refusal included: a request that no predicate knew cannot become somebody
 * on a route that narrows less.
 */
public final class Callers {

    private static final String ATTRIBUTE = Callers.class.getName();

    private final Supplier<@Nullable PolicySnapshot> policies;
    private final List<CallerResolver> resolvers;
    private final Revocations revocations;

    /** Nobody is ever switched off. */
    public Callers(Supplier<@Nullable PolicySnapshot> policies, List<CallerResolver> resolvers) {
        this(policies, resolvers, new InMemoryRevocations());
    }

    /**
     * @param policies the policy in force; gives null until a first one has been loaded
     * @param resolvers in the order in which they are asked
     * @param revocations whom an operator has switched off
     */
    public Callers(
            Supplier<@Nullable PolicySnapshot> policies, List<CallerResolver> resolvers, Revocations revocations) {
        this.policies = policies;
        this.resolvers = List.copyOf(resolvers);
        this.revocations = revocations;
    }

    /** Returns the policy this request lives with; null if none was in force when it was first asked for. */
    public @Nullable PolicySnapshot policy(ServerWebExchange exchange) {
        return identity(exchange).policy();
    }

    /** Returns whether anybody has asked for this request's policy or caller. */
    public boolean asked(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE) != null;
    }

    /**
     * Asks the resolvers in their order, or gives what they said before. Never reads the body.
     *
     * @return the caller; empty if the request has no policy; {@link UnknownCallerException} if nobody is known by what was
     *     sent
     */
    public Mono<IdentifiedCaller> identify(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            Identity identity = identity(exchange);
            Mono<IdentifiedCaller> answer = identity.answer();
            return answer != null ? answer : ask(exchange, identity);
        });
    }

    private Mono<IdentifiedCaller> ask(ServerWebExchange exchange, Identity identity) {
        PolicySnapshot policy = identity.policy();
        return policy == null
                ? Mono.empty()
                : Mono.defer(() -> resolve(exchange, policy))
                        .map(caller -> identity.found(policy, unlessRevoked(caller)))
                        .doOnError(identity::failed);
    }

    private Caller unlessRevoked(Caller caller) {
        if (revocations.coverCaller(caller)) {
            throw new UnknownCallerException("the caller is switched off");
        }
        return caller;
    }

    private Mono<Caller> resolve(ServerWebExchange exchange, PolicySnapshot policy) {
        Mono<Caller> found = Mono.error(() -> new UnknownCallerException("no credential was sent that is known here"));
        for (int i = resolvers.size() - 1; i >= 0; i--) {
            CallerResolver resolver = resolvers.get(i);
            found = i == 0
                    ? resolver.resolve(exchange, policy).switchIfEmpty(found)
                    : Mono.defer(() -> resolver.resolve(exchange, policy)).switchIfEmpty(found);
        }
        return found;
    }

    private Identity identity(ServerWebExchange exchange) {
        Identity identity = exchange.getAttribute(ATTRIBUTE);
        if (identity == null) {
            identity = new Identity(policies.get());
            exchange.getAttributes().put(ATTRIBUTE, identity);
        }
        return identity;
    }
}
