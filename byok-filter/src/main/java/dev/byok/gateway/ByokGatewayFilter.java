package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.GatewayToStringStyler.filterToStringCreator;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Owns the life of a request on a Byok route: marks the exchange, lets the answer's body pass, writes our own answers, and
 * frees everything at the end. What happens in between is {@link ByokRoutingGlobalFilter}'s.
 */
final class ByokGatewayFilter implements GatewayFilter, Ordered {

    private final Generations generations;

    ByokGatewayFilter(Generations generations) {
        this.generations = generations;
    }

    @Override
    public int getOrder() {
        return ByokGatewayFilterFactory.ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (exchange.getAttribute(ByokExchange.ATTRIBUTE) != null) {
            return chain.filter(exchange);
        }
        ByokExchange call = generations.begin();
        exchange.getAttributes().put(ByokExchange.ATTRIBUTE, call);
        ByokResponse response = new ByokResponse(exchange, call);
        return chain.filter(exchange.mutate().response(response).build())
                .then(Mono.defer(() -> LocalAnswerWriter.write(call.localAnswer(), exchange.getResponse())))
                .doFinally(signal -> generations.finish(call, signal == SignalType.CANCEL));
    }

    @Override
    public String toString() {
        return filterToStringCreator(this).toString();
    }
}
