package dev.byok.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the load generator sends, on how many keep-alive connections. */
enum Load {
    CHAT_1K(1 << 10, false, 64, 20_000),
    CHAT_16K(16 << 10, false, 64, 20_000),
    CHAT_256K(256 << 10, false, 64, 10_000),
    /** Answered with 200 chunks without delay. */
    STREAM(1 << 10, true, 32, 2_000);

    private final int bodyLength;
    private final boolean streamed;
    private final int connections;
    private final int warmUpRequests;

    Load(int bodyLength, boolean streamed, int connections, int warmUpRequests) {
        this.bodyLength = bodyLength;
        this.streamed = streamed;
        this.connections = connections;
        this.warmUpRequests = warmUpRequests;
    }

    /** Returns the load of a name such as {@code chat-1k}. */
    static Load of(String title) {
        return Arrays.stream(values())
                .filter(load -> load.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown load '" + title + "': expected one of "
                        + Arrays.stream(values()).map(Load::title).collect(Collectors.joining(", "))));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int bodyLength() {
        return bodyLength;
    }

    boolean streamed() {
        return streamed;
    }

    int connections() {
        return connections;
    }

    /** Returns how many requests a gateway must have answered at least before it counts as warm, however long they take. */
    int warmUpRequests() {
        return warmUpRequests;
    }
}
