package dev.byok.gateway;

import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;

/** Makes a filter that narrows its route by one thing of the policy, which it names. */
public abstract class NameGatewayFilterFactory extends NarrowingGatewayFilterFactory<NameGatewayFilterFactory.Config> {

    /** The one argument. */
    public static final String NAME_KEY = "name";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");

    private final String thing;
    private final String example;
    private final BiFunction<RouteNarrowing, String, RouteNarrowing> narrower;

    /**
     * @param thing what is named, as in {@code data class}
     * @param example a name it might have
     * @param narrower adds the name to what other filters have said
     */
    NameGatewayFilterFactory(
            String thing, String example, BiFunction<RouteNarrowing, String, RouteNarrowing> narrower) {
        super(Config.class);
        this.thing = thing;
        this.example = example;
        this.narrower = narrower;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(NAME_KEY);
    }

    @Override
    public GatewayFilter apply(Config config) {
        String named = config.getName();
        if (named == null || !NAME.matcher(named).matches()) {
            throw new IllegalArgumentException(name() + " has "
                    + (named == null ? "no " + thing : "the " + thing + " '" + named + "'")
                    + ": expected the name of one, as in '" + name() + "=" + example + "'");
        }
        return narrowing(config, named, (narrowing, route) -> narrower.apply(narrowing, named));
    }

    /** Which one. */
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
