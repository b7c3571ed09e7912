package dev.byok.gateway;

import dev.byok.plan.Attempt;
import dev.byok.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An upstream call under way. The attempt's exchange carries it for the host's header filters.
 *
 * @param secret null where the provider needs none
 * @param startedAt in terms of {@link System#nanoTime()}
 */
record Outbound(Attempt attempt, @Nullable Secret secret, long startedAt) {

    static final String ATTRIBUTE = Outbound.class.getName();

    /** Returns how long it has taken so far. */
    Duration latency() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
