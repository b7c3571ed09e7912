package dev.byok.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.web.server.ServerWebExchange;

/**
 * One passage of a request through the attempt loop: its state, the host's exchange, and the rest of the host's chain.
 *
 * @param hedge what decides between its attempt and another one beside it; null where there is none beside it
 */
record Run(
        ByokExchange call,
        ServerWebExchange exchange,
        GatewayFilterChain chain,
        @Nullable Hedge hedge) {

    /** Returns the same passage with attempts that may have another one beside them. */
    Run with(Hedge hedge) {
        return new Run(call, exchange, chain, hedge);
    }

    /** Returns the same passage with one attempt at a time. */
    Run alone() {
        return hedge == null ? this : new Run(call, exchange, chain, null);
    }

    /** Takes over an attempt. */
    void sends(UpstreamExchange attempt) {
        if (hedge == null) {
            call.sends(attempt);
        } else {
            hedge.sends(attempt);
        }
    }

    /** Ends an attempt: its answer has come, or nobody waits for one any more. */
    void end(UpstreamExchange attempt) {
        if (hedge == null) {
            call.end(attempt);
        } else {
            hedge.end(attempt);
        }
    }
}
