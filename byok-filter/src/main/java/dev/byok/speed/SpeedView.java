package dev.byok.speed;

import dev.byok.policy.Endpoint;
import org.jspecify.annotations.Nullable;

/** What a plan may know of how fast endpoints are. */
@FunctionalInterface
public interface SpeedView {

    /** Where nothing has been measured. */
    SpeedView UNKNOWN = endpoint -> null;

    /** Returns what was measured lately; null where nothing was. */
    @Nullable
    Speed of(Endpoint endpoint);
}
