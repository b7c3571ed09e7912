package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds who asks. Resolvers are asked in their order until one answers; a host may add its own as a bean. None of them may
 * read the body.
 */
@FunctionalInterface
public interface CallerResolver {

    /**
     * Looks at the request's headers, or at what the host's security made of them.
     *
     * @return the caller; empty if this resolver sees nothing it knows; {@link UnknownCallerException} if it sees a
     *     credential that is not valid
     */
    Mono<Caller> resolve(ServerWebExchange exchange, PolicySnapshot policy);
}
