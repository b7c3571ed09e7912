package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.RoutePatterns;
import dev.byok.gateway.StrictArguments;
import dev.byok.policy.Glob;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokModel=openai/*,anthropic/*}: requests for these models, where {@code *} stands for any characters. Compared is
 * the body's {@code model} as it was sent; its further {@code models} choose no route.
 */
public class ByokModelRoutePredicateFactory extends AbstractRoutePredicateFactory<ByokModelRoutePredicateFactory.Config>
        implements StrictArguments {

    /** The one argument. */
    public static final String NAMES_KEY = "names";

    private final RequestBodies bodies;

    public ByokModelRoutePredicateFactory(RequestBodies bodies) {
        super(Config.class);
        this.bodies = bodies;
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
    public AsyncPredicate<ServerWebExchange> applyAsync(Config config) {
        List<Glob> models = RoutePatterns.MODELS.read(name(), config.getNames());
        return new BodyPredicate(
                config, bodies, words -> Glob.anyMatches(models, words.model()), name() + ": " + models);
    }

    /** Not supported: the body takes its time to come. */
    @Override
    public Predicate<ServerWebExchange> apply(Config config) {
        throw new UnsupportedOperationException(name() + " is only async: use applyAsync");
    }

    /** Which models match. */
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
