package dev.byok.predicate;

import dev.byok.caller.Callers;
import dev.byok.gateway.RoutePatterns;
import dev.byok.gateway.StrictArguments;
import dev.byok.policy.Caller;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * Matches requests whose caller goes by one of the given names, where {@code *} stands for any characters. Callers who are
 * not known match nowhere.
 */
public abstract class AbstractCallerRoutePredicateFactory
        extends AbstractRoutePredicateFactory<AbstractCallerRoutePredicateFactory.Config> implements StrictArguments {

    /** The one argument. */
    public static final String NAMES_KEY = "names";

    private final Callers callers;

    AbstractCallerRoutePredicateFactory(Callers callers) {
        super(Config.class);
        this.callers = callers;
    }

    /** Returns the name to be compared; null where the caller has none. */
    abstract @Nullable String nameOf(Caller caller);

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
        return new CallerPredicate(
                name(), config, RoutePatterns.NAMES.read(name(), config.getNames()), callers, this::nameOf);
    }

    /** Not supported: the host's security may take its time to say who the caller is. */
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
