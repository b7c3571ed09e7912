package dev.byok.policy;

import dev.byok.price.Price;
import org.jspecify.annotations.Nullable;

/**
 * One model served by one provider.
 *
 * @param upstreamModel the model's name in the provider's own words
 * @param price what it charges; null where the catalog does not say, which is never nothing
 */
public record Endpoint(
        Provider provider, String upstreamModel, @Nullable Price price, SourceLocation location) {}
