package dev.byok.gateway;

import dev.byok.plan.Attempt;
import dev.byok.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The upstream call under way.
 *
 * @param secret null where the provider needs none
 * @param startedAt in terms of {@link System#nanoTime()}
 */
record Outbound(Attempt attempt, @Nullable Secret secret, long startedAt) {

    /** Returns how long it has taken so far. */
    Duration latency() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
