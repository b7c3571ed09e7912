package dev.byok.benchmark;

import java.nio.charset.StandardCharsets;

/** The requests of loads, for what is measured by itself. */
public final class ChatRequests {

    private ChatRequests() {}

    /** Returns a chat request of 16 kB. */
    public static byte[] ofSixteenKilobytes() {
        return ChatBodies.sent(Load.CHAT_16K);
    }

    /** Returns the same as Anthropic's callers send it. */
    public static byte[] ofSixteenKilobytesInAnthropicsWords() {
        return ChatBodies.translated(Load.CHAT_16K).toString().getBytes(StandardCharsets.UTF_8);
    }
}
