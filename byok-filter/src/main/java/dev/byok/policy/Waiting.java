package dev.byok.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a request waits for a key that cools down, or for an attempt that is slow.
 *
 * @param maxWait before a model is given up; once per request
 * @param queue where every key cools down from the beginning; null to be refused at once
 * @param hedgeAfter for an attempt's first output, until another attempt is made beside it; null to make none
 */
public record Waiting(
        Duration maxWait,
        @Nullable Duration queue,
        @Nullable Duration hedgeAfter) {

    public static final Waiting DEFAULT = new Waiting(Duration.ofSeconds(3), null);

    /** Without hedging. */
    public Waiting(Duration maxWait, @Nullable Duration queue) {
        this(maxWait, queue, null);
    }
}
