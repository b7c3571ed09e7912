package dev.byok.demo;

import java.time.Duration;
import java.util.Locale;

/** What a demo provider does with a key. The key itself says which: {@code demo-rate-limited-some-label}. */
public enum Behaviour {
    HEALTHY("answers at once", Duration.ZERO, Duration.ofMillis(600)),
    SLOW("answers after 2 s, streams for 10 s", Duration.ofSeconds(2), Duration.ofSeconds(10)),
    RATE_LIMITED("429 rate_limit_exceeded, Retry-After: 20"),
    OUT_OF_QUOTA("429 insufficient_quota"),
    REJECTED("401 invalid_api_key, as for every unknown key"),
    FAILING("500 server_error"),
    OVERLOADED("503 server_error");

    private final String description;
    private final Duration delay;
    private final Duration streamDuration;

    Behaviour(String description) {
        this(description, Duration.ZERO, Duration.ZERO);
    }

    Behaviour(String description, Duration delay, Duration streamDuration) {
        this.description = description;
        this.delay = delay;
        this.streamDuration = streamDuration;
    }

    /** Returns the name used in keys, as in {@code rate-limited}. */
    public String keyName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String description() {
        return description;
    }

    /** Returns how long an answer is held back. */
    Duration delay() {
        return delay;
    }

    /** Returns the time over which a streamed answer is spread. */
    Duration streamDuration() {
        return streamDuration;
    }

    boolean answers() {
        return this == HEALTHY || this == SLOW;
    }
}
