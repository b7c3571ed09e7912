package dev.byok.speed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast an endpoint was within the last five minutes.
 *
 * @param latency seconds to the first output of a stream; null where none was measured
 * @param throughput tokens per second; null where none were measured
 * @param measuredAt when the latest answer was measured
 */
public record Speed(@Nullable Figures latency, @Nullable Figures throughput, Instant measuredAt) {

    /**
     * Percentiles: so many of a hundred answers were as good as this or better, be it shorter or faster.
     *
     * @param recent the median of the latest ones, by which endpoints are put in order
     */
    public record Figures(double recent, double p50, double p75, double p90, double p99) {}
}
