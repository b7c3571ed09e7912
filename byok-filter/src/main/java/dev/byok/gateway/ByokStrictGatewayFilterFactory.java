package dev.byok.gateway;

import java.util.List;
import org.springframework.cloud.gateway.filter.GatewayFilter;

/** {@code ByokStrict}: the route's requests are served by the workspace's own keys only, as {@code strict: own-keys}. */
public class ByokStrictGatewayFilterFactory
        extends NarrowingGatewayFilterFactory<ByokStrictGatewayFilterFactory.Config> {

    /** The one argument, which may be left out. */
    public static final String STRICT_KEY = "strict";

    private static final String OWN_KEYS = "own-keys";

    public ByokStrictGatewayFilterFactory() {
        super(Config.class);
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(STRICT_KEY);
    }

    /** Makes the filter as it is without an argument, for routes in Java. */
    public GatewayFilter apply() {
        return apply(newConfig());
    }

    @Override
    public GatewayFilter apply(Config config) {
        if (!config.getStrict().equals(OWN_KEYS)) {
            throw new IllegalArgumentException(
                    name() + " has the argument '" + config.getStrict() + "': expected '" + OWN_KEYS + "' or none");
        }
        return narrowing(
                config,
                OWN_KEYS,
                (narrowing, route) -> narrowing.with(narrowing.narrowing().ownKeysOnly(route)));
    }

    /** How strict; there is one way. */
    public static class Config extends RouteConfig {

        private String strict = OWN_KEYS;

        public String getStrict() {
            return strict;
        }

        public Config setStrict(String strict) {
            this.strict = strict;
            return this;
        }
    }
}
