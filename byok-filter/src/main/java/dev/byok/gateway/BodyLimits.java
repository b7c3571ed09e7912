package dev.byok.gateway;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What a request's body may cost.
 *
 * @param buffered of all requests at once, at least {@code max}
 * @param time from the first look at it to its last byte
 */
public record BodyLimits(DataSize max, DataSize buffered, Duration time) {

    public BodyLimits {
        if (buffered.compareTo(max) < 0) {
            throw new IllegalArgumentException("byok.max-buffered-bytes (" + buffered + ") is less than byok.max-body ("
                    + max + "): such a body could never be taken");
        }
    }
}
