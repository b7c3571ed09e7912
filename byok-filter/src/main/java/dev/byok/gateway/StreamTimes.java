package dev.byok.gateway;

import dev.byok.policy.Endpoint;
import dev.byok.speed.Speeds;
import java.time.Clock;
import java.time.Duration;

/** How long one stream takes. */
final class StreamTimes {

    private final Speeds speeds;
    private final Endpoint endpoint;
    private final Clock clock;
    private volatile long beganAt;

    StreamTimes(Speeds speeds, Endpoint endpoint, Clock clock) {
        this.speeds = speeds;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** The first output has come. */
    void began(Duration latency) {
        beganAt = System.nanoTime();
        speeds.began(endpoint, latency, clock.instant());
    }

    /** The stream has ended well. */
    void ended(long tokens) {
        long began = beganAt;
        if (began != 0) {
            speeds.ended(endpoint, tokens, Duration.ofNanos(System.nanoTime() - began), clock.instant());
        }
    }
}
