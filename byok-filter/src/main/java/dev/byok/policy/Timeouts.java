package dev.byok.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits on waiting for an upstream, each of which may be left to the next more general speaker (null).
 *
 * @param connect until the connection stands
 * @param headers streams: from sending until the answer's headers
 * @param firstOutput streams: from the headers until the first real output, without the time added per prompt token
 * @param stall streams: between bytes that are real output or pings
 * @param outputGap streams: between real outputs
 * @param total one attempt as a whole
 */
public record Timeouts(
        @Nullable Duration connect,
        @Nullable Duration headers,
        @Nullable Duration firstOutput,
        @Nullable Duration stall,
        @Nullable Duration outputGap,
        @Nullable Duration total) {

    /** Of a whole request, over all attempts: no limit can be longer. */
    public static final Duration REQUEST = Duration.ofMinutes(10);

    /** Of a stream until its first output, over all attempts: no limit on what comes before can be longer. */
    public static final Duration STREAM_START = Duration.ofMinutes(3);

    public static final Timeouts NONE = new Timeouts(null, null, null, null, null, null);

    /** Returns both, of each limit the shorter one. */
    public Timeouts and(Timeouts other) {
        return new Timeouts(
                shorter(connect, other.connect),
                shorter(headers, other.headers),
                shorter(firstOutput, other.firstOutput),
                shorter(stall, other.stall),
                shorter(outputGap, other.outputGap),
                shorter(total, other.total));
    }

    /** Returns the shorter of two limits, where null is none; null only where there is neither. */
    public static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.compareTo(one) < 0 ? other : one;
    }
}
