package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.GatewayToStringStyler.filterToStringCreator;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code Byok=observe}: looks at requests that the host sends to a provider by its own means, and changes nothing of them.
 * Routes to {@code byok://} it leaves alone.
 */
final class ByokObservingFilter implements GatewayFilter, Ordered {

    /** Of two equal ones the host's global filter is the outer one: just inside its writer, which takes what we leave. */
    private static final int ORDER = NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER;

    private final Observations observations;

    ByokObservingFilter(Observations observations) {
        this.observations = observations;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return ByokRoute.leadsElsewhere(exchange) ? observations.watch(exchange, chain) : chain.filter(exchange);
    }

    @Override
    public String toString() {
        return filterToStringCreator(this)
                .append(ByokGatewayFilterFactory.MODE_KEY, ByokGatewayFilterFactory.OBSERVE)
                .toString();
    }
}
