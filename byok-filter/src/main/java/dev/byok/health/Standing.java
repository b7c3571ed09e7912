package dev.byok.health;

import dev.byok.outcome.OutcomeClass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt may be made now.
 *
 * @param why what keeps it back; null if it may
 * @param until when it may; null if it may now, or if nobody knows
 */
public record Standing(@Nullable OutcomeClass why, @Nullable Instant until) {

    public static final Standing READY = new Standing(null, null);

    /** An operator has switched off what the attempt needs; nobody knows for how long. */
    public static final Standing REVOKED = new Standing(OutcomeClass.POLICY, null);

    static Standing cooling(OutcomeClass why, Instant until) {
        return new Standing(why, until);
    }

    public boolean ready() {
        return why == null;
    }

    /** Returns the one that keeps back longer. */
    Standing or(Standing other) {
        if (until == null || other.until == null) {
            return ready() ? other : this;
        }
        return other.until.isAfter(until) ? other : this;
    }
}
