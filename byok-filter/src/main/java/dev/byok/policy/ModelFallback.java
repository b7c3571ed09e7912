package dev.byok.policy;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a profile says of models other than the one that a request names first. Immutable.
 *
 * @param models slugs that are tried after the request's own, in this order; null where nothing is said
 * @param forbidden who lets no other model than the first serve, the request's own among them; null where nobody does
 * @param maxCost what another model may cost; null where any price will do
 */
public record ModelFallback(
        @Nullable List<String> models,
        @Nullable SourceLocation forbidden,
        @Nullable MaxCost maxCost) {

    /** Nothing is said: what a request names is tried, and nothing else. */
    public static final ModelFallback NONE = new ModelFallback(null, null, null);

    /**
     * How many times the first model's price another one's may be.
     *
     * @param location who says so
     */
    public record MaxCost(BigDecimal factor, SourceLocation location) {

        private static @Nullable MaxCost smaller(@Nullable MaxCost one, @Nullable MaxCost other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return other.factor.compareTo(one.factor) < 0 ? other : one;
        }
    }

    public ModelFallback {
        models = models == null ? null : List.copyOf(models);
    }

    /** Returns the slugs to be tried after the request's own; empty where there are none. */
    public List<String> added() {
        return models == null || forbidden != null ? List.of() : models;
    }

    /**
     * Returns this on a route that says something of its own: who forbids forbids, of two lists only what both name is left,
     * in the route's order, and the smaller factor holds.
     */
    public ModelFallback on(ModelFallback route) {
        if (route.equals(NONE)) {
            return this;
        }
        return new ModelFallback(
                modelsOn(route),
                forbidden == null ? route.forbidden : forbidden,
                MaxCost.smaller(maxCost, route.maxCost));
    }

    private @Nullable List<String> modelsOn(ModelFallback route) {
        List<String> own = models;
        List<String> theirs = route.models;
        if (own == null || theirs == null) {
            return own == null ? theirs : own;
        }
        return theirs.stream().filter(own::contains).toList();
    }
}
