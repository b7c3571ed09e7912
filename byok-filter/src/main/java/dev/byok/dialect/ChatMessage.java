package dev.byok.dialect;

/** A message of a chat completion. Used again for the next one; for one thread at a time. */
public final class ChatMessage {

    private static final Words NAMES = Words.of(
            "role",
            "content",
            "refusal",
            "tool_calls",
            "tool_call_id",
            "name",
            "is_error",
            "thinking_blocks",
            "reasoning",
            "reasoning_content",
            "reasoning_details",
            "annotations",
            "cache_control");

    /** What a system or a user says, in words that other dialects have, too. */
    public static final long SPOKEN = NAMES.some("role", "content", "cache_control");

    /** What a tool's result says. */
    public static final long RESULT = SPOKEN | NAMES.some("tool_call_id", "name");

    /** That it is one of a call that failed. */
    public static final long FAILURE = NAMES.some("is_error");

    /** What an assistant says, with what an answer of another provider held beside its content, which comes back with it. */
    public static final long ANSWER = SPOKEN
            | NAMES.some(
                    "refusal",
                    "tool_calls",
                    "thinking_blocks",
                    "reasoning",
                    "reasoning_content",
                    "reasoning_details",
                    "annotations");

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

    /** Refuses what is no object, and any member that says something but some: {@link #SPOKEN}, and those beside it. */
    public void only(long some) {
        members.only(some);
    }

    /** Returns where a member stands, or would stand. */
    public String path(String member) {
        return tape.path(value(), member);
    }
}
