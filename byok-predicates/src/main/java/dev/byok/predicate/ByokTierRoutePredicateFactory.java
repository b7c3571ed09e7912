package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.policy.Tier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokTier=PRIORITIZED}: requests for which an attempt of this tier, or of one of several, could be made now: there is
 * such a key, the policy lets the request use it, and it does not cool down.
 */
public class ByokTierRoutePredicateFactory extends AbstractWordsRoutePredicateFactory<Tier> {

    private final RequestBodies bodies;

    public ByokTierRoutePredicateFactory(RequestBodies bodies) {
        super(Tier.class, "tier", words());
        this.bodies = bodies;
    }

    private static Map<String, Tier> words() {
        Map<String, Tier> words = new LinkedHashMap<>();
        for (Tier tier : Tier.values()) {
            words.put(tier.name(), tier);
        }
        return words;
    }

    @Override
    AsyncPredicate<ServerWebExchange> matching(Set<Tier> tiers, AbstractNamesRoutePredicateFactory.Config config) {
        return new AskingPredicate(config, exchange -> bodies.reaches(exchange, tiers), name() + ": " + config);
    }
}
