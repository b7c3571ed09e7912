package dev.byok.outcome;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One classified answer.
 *
 * @param status the upstream's HTTP status; 0 where there was none
 * @param retryAfter how long the provider asks to wait; null if it did not say
 * @param error what the provider said; {@link ProviderError#NONE} where it said nothing readable
 */
public record Outcome(
        OutcomeClass outcomeClass,
        SubClass subClass,
        int status,
        @Nullable Duration retryAfter,
        ProviderError error) {

    public static Outcome of(OutcomeClass outcomeClass, SubClass subClass, int status) {
        return new Outcome(outcomeClass, subClass, status, null, ProviderError.NONE);
    }

    public boolean is(OutcomeClass outcomeClass) {
        return this.outcomeClass == outcomeClass;
    }

    /** Returns class and sub-class as receipts show them, as in {@code overloaded.timeout}. */
    public String text() {
        return subClass == SubClass.NONE ? outcomeClass.text() : outcomeClass.text() + "." + subClass.text();
    }
}
