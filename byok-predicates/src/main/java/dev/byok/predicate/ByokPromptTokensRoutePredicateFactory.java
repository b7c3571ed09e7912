package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.StrictArguments;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokPromptTokens=0,8000}: requests whose prompt is estimated at so many tokens, both bounds included; {@code
 * ByokPromptTokens=8001}: at so many or more. The estimate is a quarter of the body's bytes.
 */
public class ByokPromptTokensRoutePredicateFactory
        extends AbstractRoutePredicateFactory<ByokPromptTokensRoutePredicateFactory.Config> implements StrictArguments {

    /** The least number; 0 where it is left out. */
    public static final String MIN_KEY = "min";

    /** The greatest number; any where it is left out. */
    public static final String MAX_KEY = "max";

    private final RequestBodies bodies;

    public ByokPromptTokensRoutePredicateFactory(RequestBodies bodies) {
        super(Config.class);
        this.bodies = bodies;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(MIN_KEY, MAX_KEY);
    }

    @Override
    public AsyncPredicate<ServerWebExchange> applyAsync(Config config) {
        Integer least = config.getMin();
        Integer greatest = config.getMax();
        int min = least == null ? 0 : least;
        int max = greatest == null ? Integer.MAX_VALUE : greatest;
        if ((least == null && greatest == null) || min < 0 || max < min) {
            throw new IllegalArgumentException(
                    name() + " has the range '" + config + "': expected a number of tokens, or"
                            + " a smaller and a larger one, as in '" + name() + "=0,8000'");
        }
        return new AskingPredicate(
                config,
                exchange -> bodies.test(exchange, words -> words.promptTokens() >= min && words.promptTokens() <= max),
                name() + ": " + config);
    }

    /** Not supported: the body takes its time to come. */
    @Override
    public Predicate<ServerWebExchange> apply(Config config) {
        throw new UnsupportedOperationException(name() + " is only async: use applyAsync");
    }

    /** From where to where. */
    public static class Config {

        private @Nullable Integer min;
        private @Nullable Integer max;

        public @Nullable Integer getMin() {
            return min;
        }

        public Config setMin(@Nullable Integer min) {
            this.min = min;
            return this;
        }

        public @Nullable Integer getMax() {
            return max;
        }

        public Config setMax(@Nullable Integer max) {
            this.max = max;
            return this;
        }

        @Override
        public String toString() {
            return (min == null ? "" : min) + ".." + (max == null ? "" : max);
        }
    }
}
