package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds the caller by the principal that the host's own security established, by the {@code principals} of the policy. Asked
 * only when no gateway key was sent.
 */
public final class PrincipalCallerResolver implements CallerResolver, Ordered {

    public static final int ORDER = 100;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Caller> resolve(ServerWebExchange exchange, PolicySnapshot policy) {
        if (policy.callersByPrincipal().isEmpty()) {
            return Mono.empty();
        }
        return exchange.getPrincipal()
                .mapNotNull(principal -> policy.callersByPrincipal().get(principal.getName()))
                .filter(Caller::enabled);
    }
}
