package dev.byok.secret;

import java.time.Duration;

/**
 * How old a value may grow.
 *
 * @param maxAge by when it has been read again, where its store answers
 * @param maxStale how long after it was read it may be used, where its store does not answer
 */
public record SecretAges(Duration maxAge, Duration maxStale) {

    public static final SecretAges DEFAULT = new SecretAges(Duration.ofMinutes(15), Duration.ofHours(24));

    /** Between the first and the last part of its maximal age a value becomes due, so that many are not at once. */
    private static final double EARLIEST = 0.6;

    private static final double LATEST = 0.9;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    /** @throws IllegalArgumentException unless both are positive and the second is not the shorter */
    public SecretAges {
        if (maxAge.isZero() || maxAge.isNegative()) {
            throw new IllegalArgumentException("max-age = " + maxAge + ": expected more than nothing");
        }
        if (maxStale.compareTo(maxAge) < 0) {
            throw new IllegalArgumentException(
                    "max-stale = " + maxStale + ": expected at least max-age, which is " + maxAge);
        }
    }

    /**
     * Returns how long after a successful reading the next is due, in nanoseconds.
     *
     * @param random from 0 to 1
     */
    long untilNext(double random) {
        return (long) (maxAge.toNanos() * (EARLIEST + (LATEST - EARLIEST) * random));
    }

    /**
     * Returns how long after a failed reading the next is due, in nanoseconds.
     *
     * @param failures how many came one after the other, at least 1
     * @param random from 0 to 1
     */
    long untilRetry(int failures, double random) {
        long doubled = FIRST_RETRY.toNanos() << Math.min(failures - 1, DOUBLINGS);
        long longest = Math.min(Math.min(doubled, LAST_RETRY.toNanos()), maxAge.toNanos());
        return (long) (longest * (0.5 + 0.5 * random));
    }
}
