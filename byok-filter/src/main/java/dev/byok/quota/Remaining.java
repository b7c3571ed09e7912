package dev.byok.quota;

import java.time.Instant;

/**
 * What is left of one limit.
 *
 * @param limit its name in the provider's words, one of those known beforehand, such as {@code tokens} or {@code req-10-second}
 * @param until from when on this says nothing any more
 */
public record Remaining(String limit, Metered metered, long amount, Instant until) {

    public boolean holds(Instant now) {
        return until.isAfter(now);
    }
}
