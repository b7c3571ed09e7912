package dev.byok.dialect;

/**
 * Writes pieces of thoughts into a chunk's delta: for whoever shows them as {@code reasoning_content}, and for whoever sends
 * them along next time as {@code thinking_blocks}. Those say by an {@code index} which thought a piece belongs to, as pieces
 * of calls do, so that clients who put lists together by it get each thought with its own signature.
 */
public final class ChatThoughts {

    private ChatThoughts() {}

    /** Writes a piece of a thought's text. */
    public static void text(JsonText delta, int index, JsonTape tape, int text) {
        delta.ascii("\"reasoning_content\":").raw(tape, text).ascii(",");
        begin(delta, index, "thinking\",\"thinking").raw(tape, text).ascii("}]");
    }

    /** Writes what a thought is signed with. */
    public static void signature(JsonText delta, int index, JsonTape tape, int signature) {
        begin(delta, index, "thinking\",\"thinking\":\"\",\"signature")
                .raw(tape, signature)
                .ascii("}]");
    }

    /** Writes a thought that nobody can read. */
    public static void redacted(JsonText delta, int index, JsonTape tape, int data) {
        begin(delta, index, "redacted_thinking\",\"data").raw(tape, data).ascii("}]");
    }

    private static JsonText begin(JsonText delta, int index, String typeAndName) {
        return delta.ascii("\"thinking_blocks\":[{\"index\":")
                .number(index)
                .ascii(",\"type\":\"")
                .ascii(typeAndName)
                .ascii("\":");
    }
}
