package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.GatewayToStringStyler.filterToStringCreator;

import org.jspecify.annotations.Nullable;
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
    private final boolean madeInJava;

    /**
     * @param madeInJava whether no {@link RouteGuard} has seen the route's definition
     */
    ByokGatewayFilter(Generations generations, boolean madeInJava) {
        this.generations = generations;
        this.madeInJava = madeInJava;
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
        if (ByokRoute.leadsElsewhere(exchange)) {
            // A host's default filter, on a route that is not ours; in Java there are no defaults, only mistakes.
            return madeInJava
                    ? ByokRoute.refuse(exchange, "this route has the filter Byok but does not lead to byok://")
                    : chain.filter(exchange);
        }
        ByokExchange call = generations.begin(exchange.getRequest().getHeaders());
        exchange.getAttributes().put(ByokExchange.ATTRIBUTE, call);
        ByokResponse response = new ByokResponse(exchange, call);
        return new RequestFlow(chain.filter(exchange.mutate().response(response).build()), new Life(call, exchange));
    }

    private static Mono<Void> answer(ByokExchange call, ServerWebExchange exchange) {
        return call.hasBody()
                ? LocalAnswerWriter.write(call.localAnswer(), exchange.getResponse())
                : LocalAnswerWriter.writeUnread(call.localAnswer(), exchange);
    }

    @Override
    public String toString() {
        return filterToStringCreator(this).toString();
    }

    /** A request from here to its end. */
    private final class Life implements RequestFlow.Stages {

        private final ByokExchange call;
        private final ServerWebExchange exchange;

        Life(ByokExchange call, ServerWebExchange exchange) {
            this.call = call;
            this.exchange = exchange;
        }

        @Override
        public Mono<Void> after(@Nullable Throwable thrown) {
            return thrown == null ? answer(call, exchange) : Mono.error(thrown);
        }

        /**
         * Before the host's own filters hear of the end: one of them frees a body that it cached whole, ours included.
         */
        @Override
        public void over(SignalType how, @Nullable Throwable thrown) {
            Ending ending = ending(how, thrown);
            FirstRun first = call.leave();
            if (first == null) {
                generations.finish(call, ending);
            } else {
                first.over(() -> generations.finish(call, ending));
            }
        }

        private Ending ending(SignalType how, @Nullable Throwable thrown) {
            if (how == SignalType.CANCEL) {
                return Ending.CANCELLED;
            }
            return thrown == null ? Ending.DONE : Ending.of(thrown, call.bodyEnd());
        }
    }
}
