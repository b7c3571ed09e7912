package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.policy.Capability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokCapability=tools}: requests that need this of a model, or one of several, as far as the fields beside their
 * messages tell. What is in the messages is not looked at, so there is no {@code vision}.
 */
public class ByokCapabilityRoutePredicateFactory extends AbstractWordsRoutePredicateFactory<Capability> {

    private static final List<Capability> SEEN =
            List.of(Capability.TOOLS, Capability.STRUCTURED_OUTPUT, Capability.REASONING);

    private final RequestBodies bodies;

    public ByokCapabilityRoutePredicateFactory(RequestBodies bodies) {
        super(Capability.class, "capability", words());
        this.bodies = bodies;
    }

    private static Map<String, Capability> words() {
        Map<String, Capability> words = new LinkedHashMap<>();
        SEEN.forEach(capability -> words.put(capability.text(), capability));
        return words;
    }

    @Override
    AsyncPredicate<ServerWebExchange> matching(
            Set<Capability> capabilities, AbstractNamesRoutePredicateFactory.Config config) {
        return new AskingPredicate(
                config,
                exchange -> bodies.test(exchange, words -> words.needsAnyOf(capabilities)),
                name() + ": " + config);
    }
}
