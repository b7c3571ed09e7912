package dev.byok.gateway;

import dev.byok.policy.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold for one attempt: the smaller of what profile and provider say, else the default.
 *
 * @param firstOutput including what the prompt's length and reasoning add
 */
record AttemptTimers(
        Duration connect, Duration headers, Duration firstOutput, Duration stall, Duration outputGap, Duration total) {

    /** Of a whole request, over all attempts. */
    static final Duration REQUEST = Timeouts.REQUEST;

    /** Of a stream until its first output, over all attempts. */
    static final Duration STREAM_START = Timeouts.STREAM_START;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration HEADERS = Duration.ofSeconds(30);
    private static final Duration FIRST_OUTPUT = Duration.ofSeconds(10);
    private static final Duration FIRST_OUTPUT_REASONING = Duration.ofMinutes(2);
    private static final Duration STALL = Duration.ofSeconds(20);
    private static final Duration OUTPUT_GAP = Duration.ofMinutes(1);
    private static final Duration OUTPUT_GAP_REASONING = Duration.ofMinutes(5);
    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_SECOND_OF_PATIENCE = 8_000;

    /**
     * @param reasoning whether the request asks for reasoning, which is silent for long
     * @param bodyLength in bytes; the prompt's tokens are estimated from it
     */
    static AttemptTimers of(Timeouts profile, Timeouts provider, boolean reasoning, int bodyLength) {
        Duration promptTime = Duration.ofMillis(bodyLength * 1000L / (BYTES_PER_TOKEN * TOKENS_PER_SECOND_OF_PATIENCE));
        return new AttemptTimers(
                smaller(profile.connect(), provider.connect(), CONNECT),
                smaller(profile.headers(), provider.headers(), HEADERS),
                smaller(
                                profile.firstOutput(),
                                provider.firstOutput(),
                                reasoning ? FIRST_OUTPUT_REASONING : FIRST_OUTPUT)
                        .plus(promptTime),
                smaller(profile.stall(), provider.stall(), STALL),
                smaller(profile.outputGap(), provider.outputGap(), reasoning ? OUTPUT_GAP_REASONING : OUTPUT_GAP),
                smaller(profile.total(), provider.total(), REQUEST));
    }

    private static Duration smaller(@Nullable Duration one, @Nullable Duration other, Duration otherwise) {
        if (one == null) {
            return other == null ? otherwise : other;
        }
        return other == null || one.compareTo(other) <= 0 ? one : other;
    }
}
