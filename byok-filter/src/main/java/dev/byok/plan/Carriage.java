package dev.byok.plan;

import dev.byok.policy.Endpoint;
import org.jspecify.annotations.Nullable;

/** What of a request can be said to an endpoint, in the dialect that its provider speaks. Immutable. */
@FunctionalInterface
public interface Carriage {

    /** All of it, to everybody. */
    Carriage ALL = endpoint -> null;

    /** Returns the field of the request that an endpoint cannot be told, as it is named to callers; null for none. */
    @Nullable
    String obstacle(Endpoint endpoint);
}
