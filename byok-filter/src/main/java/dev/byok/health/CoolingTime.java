package dev.byok.health;

import dev.byok.outcome.Outcome;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long a failure keeps a credential out: as long as the provider says, else longer each time. */
final class CoolingTime {

    private static final Duration RATE_LIMITED = Duration.ofSeconds(5);
    private static final Duration RATE_LIMITED_MOST = Duration.ofMinutes(5);
    private static final Duration QUOTA = Duration.ofMinutes(10);
    private static final Duration REJECTED = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration PERMISSION = Duration.ofMinutes(10);
    private static final double JITTER = 0.2;
    private static final int MOST_DOUBLINGS = 12;

    private final DoubleSupplier random;

    /**
     * @param random numbers from 0 to 1
     */
    CoolingTime(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Returns the time from now on.
     *
     * @param strikes how often this has happened before without a success in between
     */
    Duration of(Outcome outcome, int strikes) {
        Duration asked = outcome.retryAfter();
        return switch (outcome.outcomeClass()) {
            case RATE_LIMITED -> asked != null ? asked : jittered(doubled(RATE_LIMITED, strikes, RATE_LIMITED_MOST));
            case QUOTA_EXHAUSTED -> asked != null ? asked : doubled(QUOTA, strikes, LONGEST);
            case CREDENTIAL_REJECTED -> doubled(REJECTED, strikes, LONGEST);
            case PERMISSION -> PERMISSION;
            default -> Duration.ZERO;
        };
    }

    /** Doubles a time once per strike, up to a bound. */
    static Duration doubled(Duration first, int strikes, Duration most) {
        Duration time = first.multipliedBy(1L << Math.min(strikes, MOST_DOUBLINGS));
        return time.compareTo(most) > 0 ? most : time;
    }

    private Duration jittered(Duration time) {
        return time.plusMillis((long) (time.toMillis() * JITTER * random.getAsDouble()));
    }
}
