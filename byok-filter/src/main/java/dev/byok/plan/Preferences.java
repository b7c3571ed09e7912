package dev.byok.plan;

import dev.byok.policy.Sort;
import dev.byok.request.ProviderPreferences;
import dev.byok.rotation.KeyUseView;
import dev.byok.speed.SpeedView;
import dev.byok.sticky.PinView;
import java.util.Map;

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
        ProviderPreferences asked,
        Map<String, Sort.By> variants,
        PinView pins,
        SpeedView speeds,
        KeyUseView uses,
        Draw draw) {

    /** A request that prefers nothing, planned as it is most likely to be. */
    public static final Preferences NONE = new Preferences(
            ProviderPreferences.NONE, Map.of(), PinView.NONE, SpeedView.UNKNOWN, KeyUseView.UNUSED, Draw.LIKELIEST);

    public Preferences {
        variants = Map.copyOf(variants);
    }

    /** Returns these with another draw. */
    public Preferences with(Draw other) {
        return new Preferences(asked, variants, pins, speeds, uses, other);
    }
}
