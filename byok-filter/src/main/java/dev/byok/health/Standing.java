package dev.byok.health;

import dev.byok.outcome.OutcomeClass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt may be made now.
 *
 * @param why what keeps it back; null if it may
 * @param until when it may, as far as known; null if it may now
 */
public record Standing(@Nullable OutcomeClass why, @Nullable Instant until) {

    public static final Standing READY = new Standing(null, null);

    static Standing cooling(OutcomeClass why, Instant until) {
        return new Standing(why, until);
    }

    public boolean ready() {
        return until == null;
    }

    /** Returns the one that keeps back longer. */
    Standing or(Standing other) {
        if (until == null) {
            return other;
        }
        return other.until == null || !other.until.isAfter(until) ? this : other;
    }
}
