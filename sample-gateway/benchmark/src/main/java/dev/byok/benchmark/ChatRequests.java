package dev.byok.benchmark;

/** The requests of loads, for what is measured by itself. */
public final class ChatRequests {

    private ChatRequests() {}

    /** Returns a chat request of 16 kB. */
    public static byte[] ofSixteenKilobytes() {
        return ChatBodies.sent(Load.CHAT_16K);
    }
}
