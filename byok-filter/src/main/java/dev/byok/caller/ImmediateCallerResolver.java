package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A resolver that knows at once. Nearly every caller is found this way, so nothing is subscribed to for it. */
interface ImmediateCallerResolver extends CallerResolver {

    /**
     * Looks at the request's headers.
     *
     * @return the caller; null if this resolver sees nothing it knows
     * @throws UnknownCallerException if it sees a credential that is not valid
     */
    @Nullable
    Caller find(ServerWebExchange exchange, PolicySnapshot policy);

    @Override
    default Mono<Caller> resolve(ServerWebExchange exchange, PolicySnapshot policy) {
        return Mono.fromCallable(() -> find(exchange, policy));
    }
}
