package dev.byok.gateway;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What a request's body may cost.
 *
 * @param time from the first look at it to its last byte
 */
public record BodyLimits(DataSize max, Duration time) {}
