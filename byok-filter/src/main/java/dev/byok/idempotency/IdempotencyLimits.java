package dev.byok.idempotency;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What keys and their answers may cost.
 *
 * @param ttl how long a key stands for its request, from the end of the answer
 * @param maxBytes of all answers at once, those that still come included
 * @param maxEntryBytes of one answer
 * @param maxEntries how many keys at once, those of requests under way included
 */
public record IdempotencyLimits(Duration ttl, DataSize maxBytes, DataSize maxEntryBytes, int maxEntries) {

    public IdempotencyLimits {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("byok.idempotency.ttl is " + ttl + ": expected more than nothing");
        }
        if (maxEntries < 1) {
            throw new IllegalArgumentException(
                    "byok.idempotency.max-entries is " + maxEntries + ": expected 1 or more");
        }
        if (maxEntryBytes.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "byok.idempotency.max-entry-bytes is " + maxEntryBytes + ": expected 1B or more");
        }
        if (maxBytes.compareTo(maxEntryBytes) < 0) {
            throw new IllegalArgumentException("byok.idempotency.max-bytes (" + maxBytes
                    + ") is less than byok.idempotency.max-entry-bytes (" + maxEntryBytes
                    + "): such an answer could never be kept");
        }
    }
}
