package dev.byok.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One answered or failed request.
 *
 * @param id told to the caller with every answer
 * @param startedNanos in terms of {@link System#nanoTime()}
 */
public record Generation(String id, Instant startedAt, long startedNanos) {

    public static Generation begin(Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String id = "gen-" + now.getEpochSecond() + "-" + HexFormat.of().toHexDigits(random.nextLong());
        return new Generation(id, now, System.nanoTime());
    }

    /** Returns how long it has been running. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
