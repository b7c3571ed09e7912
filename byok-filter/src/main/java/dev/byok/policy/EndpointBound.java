package dev.byok.policy;

import dev.byok.price.MaxPrice;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody demands of every endpoint that serves. What nobody knows of an endpoint is not enough.
 *
 * @param capabilities what it has to be able to do
 * @param maxPrice what it may charge at most; null where any price will do
 * @param location who says so
 */
public record EndpointBound(
        Set<Capability> capabilities, @Nullable MaxPrice maxPrice, SourceLocation location) {

    public EndpointBound {
        capabilities = Set.copyOf(capabilities);
    }

    /** Returns a demand of capabilities alone. */
    public static EndpointBound requiring(Set<Capability> capabilities, SourceLocation location) {
        return new EndpointBound(capabilities, null, location);
    }

    /** Returns a ceiling alone. */
    public static EndpointBound upTo(MaxPrice maxPrice, SourceLocation location) {
        return new EndpointBound(Set.of(), maxPrice, location);
    }

    /** Returns whether an endpoint can do all that is demanded. */
    public boolean isMetBy(Endpoint endpoint) {
        return endpoint.capabilities().containsAll(capabilities);
    }

    /** Returns whether an endpoint is known to charge no more. */
    public boolean affords(Endpoint endpoint) {
        return maxPrice == null || maxPrice.admits(endpoint.price());
    }
}
