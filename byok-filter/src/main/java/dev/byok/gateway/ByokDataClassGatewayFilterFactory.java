package dev.byok.gateway;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;

/**
 * {@code ByokDataClass=legal}: what the route's requests hold is of this data class of the policy, beside the one of their
 * caller. A request on a route that names none of the policy's classes is refused.
 */
public class ByokDataClassGatewayFilterFactory
        extends NarrowingGatewayFilterFactory<ByokDataClassGatewayFilterFactory.Config> {

    /** The one argument. */
    public static final String NAME_KEY = "name";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");

    public ByokDataClassGatewayFilterFactory() {
        super(Config.class);
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(NAME_KEY);
    }

    @Override
    public GatewayFilter apply(Config config) {
        String dataClass = config.getName();
        if (dataClass == null || !NAME.matcher(dataClass).matches()) {
            throw new IllegalArgumentException(name() + " has "
                    + (dataClass == null ? "no data class" : "the data class '" + dataClass + "'")
                    + ": expected the name of one, as in '" + name() + "=legal'");
        }
        return narrowing(config, dataClass, (narrowing, route) -> narrowing.underDataClass(dataClass));
    }

    /** Which class. */
    public static class Config extends RouteConfig {

        private @Nullable String name;

        public @Nullable String getName() {
            return name;
        }

        public Config setName(String name) {
            this.name = name;
            return this;
        }
    }
}
