package dev.byok.plan;

import dev.byok.policy.Percentiles;
import dev.byok.policy.Sort;
import dev.byok.rotation.KeyUseView;
import dev.byok.speed.SpeedView;
import dev.byok.sticky.PinView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which order a request likes what may serve it, and what is known and drawn to put that in order. But for
 * {@code allow_fallbacks: false} it lets nothing in and keeps nothing out.
 *
 * @param asked what the request itself says of providers
 * @param variants what leads by the request's word for a model ({@code :nitro}, {@code :floor}), by slug
 * @param pins where the request's conversation is pinned
 * @param speeds how fast endpoints are
 * @param uses how much keys were used
 */
public record Preferences(
        Asked asked, Map<String, Sort.By> variants, PinView pins, SpeedView speeds, KeyUseView uses, Draw draw) {

    /**
     * What a request says in its {@code provider} object.
     *
     * @param order providers that come first, in this order; empty where nothing is said
     * @param allowFallbacks false keeps the leading endpoint only, or those of {@code order}
     * @param sort what leads; null where nothing is said
     * @param leastThroughput tokens per second; who is known to be below comes last; null where nothing is said
     * @param mostLatency seconds to the first output; who is known to be above comes last; null where nothing is said
     */
    public record Asked(
            List<String> order,
            boolean allowFallbacks,
            @Nullable Sort sort,
            @Nullable Percentiles leastThroughput,
            @Nullable Percentiles mostLatency) {

        public static final Asked NOTHING = new Asked(List.of(), true, null, null, null);

        public Asked {
            order = List.copyOf(order);
        }
    }

    /** A request that prefers nothing, planned as it is most likely to be. */
    public static final Preferences NONE = new Preferences(
            Asked.NOTHING, Map.of(), PinView.NONE, SpeedView.UNKNOWN, KeyUseView.UNUSED, Draw.LIKELIEST);

    public Preferences {
        variants = Map.copyOf(variants);
    }

    /** Returns these with another draw. */
    public Preferences with(Draw other) {
        return new Preferences(asked, variants, pins, speeds, uses, other);
    }
}
