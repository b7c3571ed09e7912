package dev.byok.policy;

import dev.byok.price.Price;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model served by one provider.
 *
 * @param upstreamModel the model's name in the provider's own words
 * @param knownAs the name by which it is known what the model takes: the provider's, or the catalog's where that tells
 *     nothing
 * @param price what it charges; null where the catalog does not say, which is never nothing
 * @param quantization one of {@link Quantizations#NAMES}
 * @param capabilities what it is said to be able to do; what nobody says it cannot
 */
public record Endpoint(
        Provider provider,
        String upstreamModel,
        String knownAs,
        @Nullable Price price,
        String quantization,
        Set<Capability> capabilities,
        SourceLocation location) {

    public Endpoint {
        capabilities = Set.copyOf(capabilities);
    }

    /** One that is known by its provider's name. */
    public Endpoint(
            Provider provider,
            String upstreamModel,
            @Nullable Price price,
            String quantization,
            Set<Capability> capabilities,
            SourceLocation location) {
        this(provider, upstreamModel, upstreamModel, price, quantization, capabilities, location);
    }

    /** One of which the catalog says no more. */
    public Endpoint(Provider provider, String upstreamModel, @Nullable Price price, SourceLocation location) {
        this(provider, upstreamModel, price, Quantizations.UNKNOWN, Set.of(), location);
    }
}
