package dev.byok.predicate;

import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.StrictArguments;
import dev.byok.policy.Tier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokTier=PRIORITIZED}: requests for which an attempt of this tier, or of one of several, could be made now: there is
 * such a key, the policy lets the request use it, and it does not cool down.
 */
public class ByokTierRoutePredicateFactory extends AbstractRoutePredicateFactory<ByokTierRoutePredicateFactory.Config>
        implements StrictArguments {

    /** The one argument. */
    public static final String TIERS_KEY = "tiers";

    private final RequestBodies bodies;

    public ByokTierRoutePredicateFactory(RequestBodies bodies) {
        super(Config.class);
        this.bodies = bodies;
    }

    @Override
    public ShortcutType shortcutType() {
        return ShortcutType.GATHER_LIST;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(TIERS_KEY);
    }

    @Override
    public AsyncPredicate<ServerWebExchange> applyAsync(Config config) {
        Set<Tier> tiers = tiers(config.getTiers());
        return new AskingPredicate(config, exchange -> bodies.reaches(exchange, tiers), name() + ": " + config);
    }

    /** Not supported: the body takes its time to come. */
    @Override
    public Predicate<ServerWebExchange> apply(Config config) {
        throw new UnsupportedOperationException(name() + " is only async: use applyAsync");
    }

    private Set<Tier> tiers(List<String> names) {
        EnumSet<Tier> tiers = EnumSet.noneOf(Tier.class);
        for (String name : names) {
            tiers.add(Arrays.stream(Tier.values())
                    .filter(tier -> tier.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong("the tier '" + name + "'")));
        }
        if (tiers.isEmpty()) {
            throw wrong("no tiers");
        }
        return tiers;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(name() + " has " + what + ": expected one or more of "
                + Arrays.toString(Tier.values()) + ", as in '" + name() + "=PRIORITIZED'");
    }

    /** Which tiers match. */
    public static class Config {

        private List<String> tiers = List.of();

        public List<String> getTiers() {
            return tiers;
        }

        public Config setTiers(List<String> tiers) {
            this.tiers = List.copyOf(tiers);
            return this;
        }

        public Config setTiers(String... tiers) {
            return setTiers(List.of(tiers));
        }

        @Override
        public String toString() {
            return tiers.toString();
        }
    }
}
