package dev.byok.dialect;

import org.jspecify.annotations.Nullable;

/**
 * Says an answer that comes in blocks, one after the other, as OpenAI does: texts, thoughts and calls, piece by piece. Thoughts
 * are said twice: for whoever shows them as {@code reasoning_content}, and for whoever sends them along next time as {@code
 * thinking_blocks}. Those say by an {@code index} which thought a piece belongs to, as pieces of calls do, so that clients who
 * put lists together by it get each thought with its own signature. For one thread at a time.
 */
public final class ChatBlocks {

    private final JsonTape tape;
    private final ChatChunks chunks;
    private int thoughts;
    private int calls;
    private boolean inThought;
    private boolean inCall;
    private boolean argued;
    private long outputs;

    /** @param tape what is said, wherever a method takes a place */
    public ChatBlocks(JsonTape tape, ChatChunks chunks) {
        this.tape = tape;
        this.chunks = chunks;
    }

    /** Returns how often something was said that the model has written. */
    public long outputs() {
        return outputs;
    }

    /** Returns whether a call has begun. */
    public boolean called() {
        return calls > 0;
    }

    /** Notes that something else was. */
    public void output() {
        outputs++;
    }

    /** Begins the answer; the id and the model are JSON texts, or null where they are not told. */
    public void begin(@Nullable String id, @Nullable String model) {
        chunks.begin(id, model);
        chunks.delta().ascii("\"role\":\"assistant\",\"content\":\"\"");
        chunks.endDelta();
    }

    private boolean says(int text) {
        return tape.isText(text) && !tape.isEmpty(text);
    }

    /** Says a piece of text, if it is one. */
    public void text(int text) {
        if (says(text)) {
            chunks.delta().ascii("\"content\":").raw(tape, text);
            chunks.endDelta();
            outputs++;
        }
    }

    /** Says a piece of a thought, if it is one. */
    public void thought(int text) {
        if (says(text)) {
            chunks.delta().ascii("\"reasoning_content\":").raw(tape, text).ascii(",");
            thinking("thinking\",\"thinking").raw(tape, text).ascii("}]");
            chunks.endDelta();
            outputs++;
        }
    }

    /** Says what a thought is signed with, which ends it. */
    public void signature(int signature) {
        if (says(signature)) {
            chunks.delta();
            thinking("thinking\",\"thinking\":\"\",\"signature")
                    .raw(tape, signature)
                    .ascii("}]");
            chunks.endDelta();
            inThought = false;
        }
    }

    /** Says a thought that nobody can read. */
    public void redacted(int data) {
        if (says(data)) {
            inThought = false;
            chunks.delta();
            thinking("redacted_thinking\",\"data").raw(tape, data).ascii("}]");
            chunks.endDelta();
            inThought = false;
            outputs++;
        }
    }

    private JsonText thinking(String typeAndName) {
        if (!inThought) {
            inThought = true;
            thoughts++;
        }
        return chunks.current()
                .ascii("\"thinking_blocks\":[{\"index\":")
                .number(thoughts - 1L)
                .ascii(",\"type\":\"")
                .ascii(typeAndName)
                .ascii("\":");
    }

    /**
     * Begins a call.
     *
     * @return false if it is none: it lacks its id or its name
     */
    public boolean beginCall(int id, int name) {
        if (!tape.isText(id) || !tape.isText(name)) {
            return false;
        }
        chunks.delta()
                .ascii("\"tool_calls\":[{\"index\":")
                .number(calls)
                .ascii(",\"id\":")
                .raw(tape, id)
                .ascii(",\"type\":\"function\",\"function\":{\"name\":")
                .raw(tape, name)
                .ascii(",\"arguments\":\"\"}}]");
        chunks.endDelta();
        outputs++;
        calls++;
        inCall = true;
        argued = false;
        return true;
    }

    /** Says a piece of the arguments of the call under way, if it is one. */
    public void argue(int piece) {
        if (inCall && says(piece)) {
            arguments().raw(tape, piece);
            endArguments();
            outputs++;
        }
    }

    /** Says all arguments of the call under way, where that is an object with any. */
    public void argueAll(int input) {
        if (inCall && tape.isObject(input) && !tape.isEmpty(input)) {
            arguments().quotedCompact(tape, input);
            endArguments();
        }
    }

    private JsonText arguments() {
        argued = true;
        return chunks.delta()
                .ascii("\"tool_calls\":[{\"index\":")
                .number(calls - 1L)
                .ascii(",\"function\":{\"arguments\":");
    }

    private void endArguments() {
        chunks.current().ascii("}}]");
        chunks.endDelta();
    }

    /** Ends what is under way. A call without arguments comes without any; clients read them as JSON. */
    public void endBlock() {
        if (inCall && !argued) {
            arguments().ascii("\"{}\"");
            endArguments();
        }
        inCall = false;
        inThought = false;
    }
}
