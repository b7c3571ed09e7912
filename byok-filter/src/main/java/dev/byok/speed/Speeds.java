package dev.byok.speed;

import dev.byok.policy.Endpoint;
import java.time.Duration;
import java.time.Instant;

/**
 * Measures how fast endpoints are, whoever asks them: by streams that reach their callers as they come. Thread-safe; never
 * blocks.
 */
public interface Speeds extends SpeedView {

    /** Notes how long a stream took to its first output. */
    void began(Endpoint endpoint, Duration latency, Instant now);

    /**
     * Notes how long a stream took from its first output to its end.
     *
     * @param tokens that it had
     */
    void ended(Endpoint endpoint, long tokens, Duration time, Instant now);
}
