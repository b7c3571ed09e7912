package dev.byok.dialect;

/** A message of a chat completion. Used again for the next one; for one thread at a time. */
public final class ChatMessage {

    private static final Words NAMES = Words.of(
            "role", "content", "refusal", "tool_calls", "tool_call_id", "is_error", "thinking_blocks", "cache_control");

    private static final int ROLE = NAMES.place("role");
    private static final int CONTENT = NAMES.place("content");
    private static final int REFUSAL = NAMES.place("refusal");
    private static final int TOOL_CALLS = NAMES.place("tool_calls");
    private static final int TOOL_CALL_ID = NAMES.place("tool_call_id");
    private static final int IS_ERROR = NAMES.place("is_error");
    private static final int THINKING_BLOCKS = NAMES.place("thinking_blocks");
    private static final int CACHE_CONTROL = NAMES.place("cache_control");

    private final JsonTape tape;
    private final Members members;

    public ChatMessage(JsonTape tape) {
        this.tape = tape;
        this.members = new Members(tape, NAMES);
    }

    public ChatMessage read(int message) {
        members.read(message);
        return this;
    }

    /** Returns the message itself. */
    public int value() {
        return members.object();
    }

    public int role() {
        return members.get(ROLE);
    }

    public int content() {
        return members.get(CONTENT);
    }

    public int refusal() {
        return members.get(REFUSAL);
    }

    public int toolCalls() {
        return members.get(TOOL_CALLS);
    }

    public int toolCallId() {
        return members.get(TOOL_CALL_ID);
    }

    /** Returns whether it is the result of a call that failed. */
    public boolean isError() {
        return tape.isTrue(members.get(IS_ERROR));
    }

    public int thinkingBlocks() {
        return members.get(THINKING_BLOCKS);
    }

    public int cacheControl() {
        return members.get(CACHE_CONTROL);
    }

    /** Returns where a member stands, or would stand. */
    public String path(String member) {
        return tape.path(value(), member);
    }
}
