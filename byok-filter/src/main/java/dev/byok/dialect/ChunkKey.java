package dev.byok.dialect;

import java.util.Arrays;

/** The names of a chat or completion answer, or of a chunk of one, that mean something to a gateway. */
enum ChunkKey {
    OTHER("", false),
    CHOICES("choices", false),
    ERROR("error", false),
    USAGE("usage", false),
    X_GROQ("x_groq", false),
    DATA("data", false),
    MESSAGE("message", false),
    INDEX("index", false),
    DELTA("delta", false),
    FINISH_REASON("finish_reason", false),
    TEXT("text", false),
    CONTENT("content", true),
    REASONING("reasoning", true),
    REASONING_CONTENT("reasoning_content", true),
    REASONING_DETAILS("reasoning_details", true),
    THINKING("thinking", true),
    REFUSAL("refusal", true),
    AUDIO("audio", true),
    TOOL_CALLS("tool_calls", true),
    FUNCTION_CALL("function_call", true);

    private static final ChunkKey[][] BY_LENGTH = byLength();

    private final String text;
    private final boolean output;

    ChunkKey(String text, boolean output) {
        this.text = text;
        this.output = output;
    }

    /** Returns the key written (without escapes) in {@code [from, to)}. */
    static ChunkKey of(byte[] json, int from, int to) {
        int length = to - from;
        if (length < BY_LENGTH.length) {
            for (ChunkKey key : BY_LENGTH[length]) {
                if (key.isAt(json, from)) {
                    return key;
                }
            }
        }
        return OTHER;
    }

    private boolean isAt(byte[] json, int from) {
        for (int i = 0; i < text.length(); i++) {
            if (json[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a value of a delta under this key is real output, unless it is empty. */
    boolean carriesOutput() {
        return output;
    }

    private static ChunkKey[][] byLength() {
        int longest =
                Arrays.stream(values()).mapToInt(key -> key.text.length()).max().orElseThrow();
        ChunkKey[][] table = new ChunkKey[longest + 1][];
        for (int length = 0; length <= longest; length++) {
            int wanted = length;
            table[length] = Arrays.stream(values())
                    .filter(key -> key.text.length() == wanted)
                    .toArray(ChunkKey[]::new);
        }
        return table;
    }
}
