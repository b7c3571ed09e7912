package dev.byok.health;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets one through every half second. */
final class Pace {

    private static final Duration STEP = Duration.ofMillis(500);

    private final AtomicLong freeFrom = new AtomicLong(Long.MIN_VALUE);

    /** Takes the place that is free now, or returns from when on one will be. */
    @Nullable
    Instant take(Instant now) {
        long millis = now.toEpochMilli();
        long free = freeFrom.get();
        if (free <= millis && freeFrom.compareAndSet(free, millis + STEP.toMillis())) {
            return null;
        }
        return Instant.ofEpochMilli(freeFrom.get());
    }
}
