package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.StrictArguments;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokStreaming=true}: requests whose answer is to be streamed; {@code ByokStreaming=false}: those whose answer comes
 * whole.
 */
public class ByokStreamingRoutePredicateFactory
        extends AbstractRoutePredicateFactory<ByokStreamingRoutePredicateFactory.Config> implements StrictArguments {

    /** The one argument; true where it is left out. */
    public static final String STREAMING_KEY = "streaming";

    private final RequestBodies bodies;

    public ByokStreamingRoutePredicateFactory(RequestBodies bodies) {
        super(Config.class);
        this.bodies = bodies;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(STREAMING_KEY);
    }

    @Override
    public AsyncPredicate<ServerWebExchange> applyAsync(Config config) {
        boolean streaming = config.isStreaming();
        return new AskingPredicate(
                config,
                exchange -> bodies.test(exchange, words -> words.streaming() == streaming),
                name() + ": " + streaming);
    }

    /** Not supported: the body takes its time to come. */
    @Override
    public Predicate<ServerWebExchange> apply(Config config) {
        throw new UnsupportedOperationException(name() + " is only async: use applyAsync");
    }

    /** Which of the two ways matches. */
    public static class Config {

        private boolean streaming = true;

        public boolean isStreaming() {
            return streaming;
        }

        public Config setStreaming(boolean streaming) {
            this.streaming = streaming;
            return this;
        }

        @Override
        public String toString() {
            return String.valueOf(streaming);
        }
    }
}
