package dev.byok.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one request may ask for, and cost, at most. Immutable; each addition only narrows.
 *
 * @param maxTokens of each of its answers; null where nobody limits them
 * @param maxPrice in USD, of one attempt; null where any price will do
 */
public record Ceilings(
        @Nullable Ceiling<Integer> maxTokens, @Nullable Ceiling<BigDecimal> maxPrice) {

    public static final Ceilings NONE = new Ceilings(null, null);

    /** Returns the lower ones of these and others; where both say the same, these are named. */
    public Ceilings and(Ceilings others) {
        if (others.equals(NONE)) {
            return this;
        }
        return equals(NONE)
                ? others
                : new Ceilings(Ceiling.lower(maxTokens, others.maxTokens), Ceiling.lower(maxPrice, others.maxPrice));
    }
}
