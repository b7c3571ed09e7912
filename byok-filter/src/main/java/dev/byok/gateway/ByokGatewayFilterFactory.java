package dev.byok.gateway;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;

/**
 * {@code Byok}: the whole way of an LLM request: caller, plan, credential, failover. It takes no arguments; everything else
 * is said by the policy. The route's uri is {@code byok://auto}.
 */
public class ByokGatewayFilterFactory extends AbstractGatewayFilterFactory<ByokGatewayFilterFactory.Config>
        implements StrictArguments {

    /** The filter's name in a route. */
    public static final String NAME = "Byok";

    /** Just outside the response writer, so that the streamed body passes through us. */
    public static final int ORDER = NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;

    private final Generations generations;

    ByokGatewayFilterFactory(Generations generations) {
        super(Config.class);
        this.generations = generations;
    }

    @Override
    public GatewayFilter apply(Config config) {
        return new ByokGatewayFilter(generations);
    }

    /** No arguments. */
    public static class Config {}
}
