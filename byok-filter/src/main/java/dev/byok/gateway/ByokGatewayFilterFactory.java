package dev.byok.gateway;

import dev.byok.policy.document.Suggestion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.cloud.gateway.support.HasRouteId;

/**
 * {@code Byok}: the whole way of an LLM request: caller, plan, credential, failover. Everything else is said by the policy.
 * The route's uri is {@code byok://auto}. Among a host's default filters it serves the routes that lead there, and leaves all
 * others alone. {@code Byok=observe}: changes nothing on a route that leads to a provider by the host's own means, and logs
 * what would have been done.
 */
public class ByokGatewayFilterFactory extends AbstractGatewayFilterFactory<ByokGatewayFilterFactory.Config>
        implements StrictArguments {

    /** The filter's name in a route. */
    public static final String NAME = "Byok";

    /** The one argument, which may be left out. */
    public static final String MODE_KEY = "mode";

    /** Its one value. */
    public static final String OBSERVE = "observe";

    /** Just outside the response writer, so that the streamed body passes through us. */
    public static final int ORDER = NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;

    private final Generations generations;
    private final Observations observations;

    ByokGatewayFilterFactory(Generations generations, Observations observations) {
        super(Config.class);
        this.generations = generations;
        this.observations = observations;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(MODE_KEY);
    }

    /** Makes the filter as it is without an argument, for routes in Java. */
    public GatewayFilter apply() {
        return apply(newConfig());
    }

    @Override
    public GatewayFilter apply(Config config) {
        String mode = config.getMode();
        if (mode != null) {
            String problem = problem(mode);
            if (problem != null) {
                throw new IllegalArgumentException(NAME + " has " + problem);
            }
            return new ByokObservingFilter(observations);
        }
        return new ByokGatewayFilter(generations, config.getRouteId() == null);
    }

    /** Returns what is wrong with a mode; null if nothing is. */
    static @Nullable String problem(String mode) {
        return mode.equals(OBSERVE)
                ? null
                : "the argument '" + mode + "': expected '" + OBSERVE + "' or none"
                        + Suggestion.of(mode, List.of(OBSERVE));
    }

    /** What to do with requests: everything, or only to look. The host itself sets the route's id where the route comes from a definition. */
    public static class Config implements HasRouteId {

        private @Nullable String routeId;
        private @Nullable String mode;

        public @Nullable String getMode() {
            return mode;
        }

        public Config setMode(String mode) {
            this.mode = mode;
            return this;
        }

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
