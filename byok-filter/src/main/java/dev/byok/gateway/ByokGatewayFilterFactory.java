package dev.byok.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.cloud.gateway.support.HasRouteId;

/**
 * {@code Byok}: the whole way of an LLM request: caller, plan, credential, failover. It takes no arguments; everything else
 * is said by the policy. The route's uri is {@code byok://auto}. Among a host's default filters it serves the routes that
 * lead there, and leaves all others alone.
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
        return new ByokGatewayFilter(generations, config.getRouteId() == null);
    }

    /** No arguments. The host itself sets the route's id where the route comes from a definition. */
    public static class Config implements HasRouteId {

        private @Nullable String routeId;

        @Override
        public @Nullable String getRouteId() {
            return routeId;
        }

        @Override
        public void setRouteId(String routeId) {
            this.routeId = routeId;
        }
    }
}
