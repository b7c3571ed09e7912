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
        Identity identity = identity(exchange);
        Mono<IdentifiedCaller> known = identity.answer();
        PolicySnapshot policy = identity.policy();
        if (known != null) {
            return known;
        }
        return policy == null ? Mono.empty() : ask(0, exchange, identity, policy);
    }

    /** Asks the resolvers from the given one on: those that know at once now, the others when they are subscribed to. */
    private Mono<IdentifiedCaller> ask(
            int first, ServerWebExchange exchange, Identity identity, PolicySnapshot policy) {
        for (int i = first; i < resolvers.size(); i++) {
            if (!(resolvers.get(i) instanceof ImmediateCallerResolver resolver)) {
                return askInTime(i, exchange, identity, policy);
            }
            try {
                Caller caller = resolver.find(exchange, policy);
                if (caller != null) {
                    return identity.found(policy, unlessRevoked(caller));
                }
            } catch (RuntimeException thrown) {
                return identity.failed(thrown);
            }
        }
        return identity.failed(new UnknownCallerException("no credential was sent that is known here"));
    }

    private Mono<IdentifiedCaller> askInTime(
            int index, ServerWebExchange exchange, Identity identity, PolicySnapshot policy) {
        return Mono.defer(() -> resolvers.get(index).resolve(exchange, policy))
                .flatMap(caller -> identity.found(policy, unlessRevoked(caller)))
                .onErrorResume(identity::failed)
                .switchIfEmpty(Mono.defer(() -> ask(index + 1, exchange, identity, policy)));
    }

    private Caller unlessRevoked(Caller caller) {
        if (revocations.coverCaller(caller)) {
            throw new UnknownCallerException("the caller is switched off");
        }
        return caller;
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
