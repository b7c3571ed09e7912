package dev.byok.secret;

import java.time.Duration;

/**
 * How long a client of a secret manager may take.
 *
 * @param connect for a connection
 * @param attempt for one try
 * @param whole for all tries together
 */
public record ReadLimits(Duration connect, Duration attempt, Duration whole) {

    /** Shorter than {@link CachedSecret#READ_LIMIT}, so that the reason that is told is the client's. */
    public static final ReadLimits DEFAULT =
            new ReadLimits(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(8));
}
