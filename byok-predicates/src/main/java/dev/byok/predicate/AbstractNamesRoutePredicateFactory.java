package dev.byok.predicate;

import dev.byok.gateway.RoutePatterns;
import dev.byok.gateway.StrictArguments;
import dev.byok.policy.Glob;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/** Matches requests by a name of theirs, where {@code *} in a given one stands for any characters. */
public abstract class AbstractNamesRoutePredicateFactory
        extends AbstractRoutePredicateFactory<AbstractNamesRoutePredicateFactory.Config> implements StrictArguments {

    /** The one argument. */
    public static final String NAMES_KEY = "names";

    private final RoutePatterns patterns;

    /** @param patterns whose names these are */
    AbstractNamesRoutePredicateFactory(RoutePatterns patterns) {
        super(Config.class);
        this.patterns = patterns;
    }

    /** Returns the predicate, which does not wait for what it asks. */
    abstract AsyncPredicate<ServerWebExchange> matching(List<Glob> names, Config config);

    @Override
    public ShortcutType shortcutType() {
        return ShortcutType.GATHER_LIST;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(NAMES_KEY);
    }

    @Override
    public AsyncPredicate<ServerWebExchange> applyAsync(Config config) {
        return matching(patterns.read(name(), config.getNames()), config);
    }

    /** Not supported: body and caller take their time to be known. */
    @Override
    public Predicate<ServerWebExchange> apply(Config config) {
        throw new UnsupportedOperationException(name() + " is only async: use applyAsync");
    }

    /** Which names match. */
    public static class Config {

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

        @Override
        public String toString() {
            return names.toString();
        }
    }
}
