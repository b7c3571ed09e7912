package dev.byok.gateway;

import dev.byok.plan.Narrowing;
import dev.byok.policy.Glob;
import dev.byok.policy.NameList;
import java.util.List;
import java.util.function.BiFunction;
import org.springframework.cloud.gateway.filter.GatewayFilter;

/** Makes a filter that narrows its route to what goes by one of the given names. */
public abstract class NamesGatewayFilterFactory
        extends NarrowingGatewayFilterFactory<NamesGatewayFilterFactory.Config> {

    /** The one argument. */
    public static final String NAMES_KEY = "names";

    private final RoutePatterns patterns;
    private final BiFunction<Narrowing, NameList, Narrowing> narrower;

    /**
     * @param patterns whose names these are
     * @param narrower adds the names to what other filters have said
     */
    NamesGatewayFilterFactory(RoutePatterns patterns, BiFunction<Narrowing, NameList, Narrowing> narrower) {
        super(Config.class);
        this.patterns = patterns;
        this.narrower = narrower;
    }

    @Override
    public ShortcutType shortcutType() {
        return ShortcutType.GATHER_LIST;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(NAMES_KEY);
    }

    @Override
    public GatewayFilter apply(Config config) {
        List<Glob> globs = patterns.read(name(), config.getNames());
        return narrowing(
                config,
                globs,
                (narrowing, route) ->
                        narrowing.with(narrower.apply(narrowing.narrowing(), NameList.allowing(globs, route))));
    }

    /** Which names are allowed. */
    public static class Config extends RouteConfig {

        private List<String> names = List.of();

        public List<String> getNames() {
            return names;
        }

        public Config setNames(List<String> names) {
            this.names = List.copyOf(names);
            return this;
        }

        public Config setNames(String... names) {
            return setNames(List.of(names));
        }
    }
}
