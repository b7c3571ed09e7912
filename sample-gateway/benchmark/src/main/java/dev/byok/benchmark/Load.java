package dev.byok.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is sent, on how many keep-alive connections, and how it is answered. */
enum Load {
    CHAT_1K(1 << 10, Answer.WHOLE, 64, 20_000),
    CHAT_16K(16 << 10, Answer.WHOLE, 64, 20_000),
    CHAT_256K(256 << 10, Answer.WHOLE, 64, 10_000),
    /** Each request is refused to the first key and served to the second. */
    FAILOVER(1 << 10, Answer.WHOLE, 64, 20_000),
    /** Answered with 200 chunks without delay. */
    STREAM(1 << 10, Answer.STREAM, 32, 2_000),
    /** The same text, 200 events without delay, from a provider that speaks Anthropic's API; others than Byok get chunks. */
    STREAM_TRANSLATED(1 << 10, Answer.STREAM, 32, 2_000),
    /** The same chunks, 10 ms apart. */
    STREAM_SLOW(1 << 10, Answer.SLOW_STREAM, 100, 200),
    /** One client that waits for the first byte of one stream after the other. */
    TTFB(1 << 10, Answer.STREAM_AFTER_FIRST_CHUNK, 1, 2_000);

    /** How the upstream answers. */
    enum Answer {
        WHOLE,
        STREAM,
        SLOW_STREAM,
        /** The first chunk travels alone, 1 ms before the others. */
        STREAM_AFTER_FIRST_CHUNK
    }

    private final int bodyLength;
    private final Answer answer;
    private final int connections;
    private final int warmUpRequests;

    Load(int bodyLength, Answer answer, int connections, int warmUpRequests) {
        this.bodyLength = bodyLength;
        this.answer = answer;
        this.connections = connections;
        this.warmUpRequests = warmUpRequests;
    }

    /** Returns the load of a name such as {@code chat-1k}. */
    static Load of(String title) {
        return Arrays.stream(values())
                .filter(load -> load.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown load '" + title + "': expected one of "
                        + Arrays.stream(values()).map(Load::title).collect(Collectors.joining(", ")) + ", "
                        + Settings.PLANNING + ", " + Settings.TRANSLATION + ", " + Settings.LIVE));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int bodyLength() {
        return bodyLength;
    }

    Answer answer() {
        return answer;
    }

    boolean streamed() {
        return answer != Answer.WHOLE;
    }

    /** Returns whether each request needs two attempts, where there are attempts. */
    boolean failsOver() {
        return this == FAILOVER;
    }

    /** Returns whether the provider speaks otherwise than its caller. */
    boolean translated() {
        return this == STREAM_TRANSLATED;
    }

    /** Returns whether what counts is the first byte of each answer's body. */
    boolean firstByte() {
        return this == TTFB;
    }

    int connections() {
        return connections;
    }

    /** Returns how many requests a gateway must have answered at least before it counts as warm, however long they take. */
    int warmUpRequests() {
        return warmUpRequests;
    }
}
