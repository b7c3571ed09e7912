package dev.byok.dialect.bedrock;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.SignedThoughts;
import dev.byok.dialect.UnsayableException;
import org.jspecify.annotations.Nullable;

/** Writes what an assistant thought, said and called, in this order. */
final class Assistant {

    private final JsonTape tape;
    private final Content content;
    private boolean called;
    private boolean calledUnthought;
    private @Nullable String thoughts;
    private @Nullable String foreignId;

    Assistant(JsonTape tape, Content content) {
        this.tape = tape;
        this.content = content;
    }

    /** Returns whether the message written last calls a tool. */
    boolean called() {
        return called;
    }

    /** Returns whether the message written last calls without the thoughts that led to it. */
    boolean calledUnthought() {
        return calledUnthought;
    }

    /** Returns the field of the first thoughts; null for none. */
    @Nullable
    String thoughts() {
        return thoughts;
    }

    @Nullable
    String foreignId() {
        return foreignId;
    }

    /**
     * Writes the blocks, if there are any.
     *
     * @param last whether it is the conversation's last message, which the answer goes on with: it must not end with space
     */
    void write(ChatMessage message, boolean last, JsonText out) {
        int blocks = message.thinkingBlocks();
        int calls = message.toolCalls();
        boolean thought = !tape.isNull(blocks) && thoughts(message.value(), blocks, out);
        if (!tape.isNull(calls) && !tape.isArray(calls)) {
            throw new UnsayableException(tape.path(calls));
        }
        called = tape.isArray(calls) && !tape.isEmpty(calls);
        content.spoken(message, last && !called, out);
        if (called) {
            calls(calls, out);
        }
        calledUnthought = called && !thought;
    }

    private boolean thoughts(int message, int blocks, JsonText out) {
        if (!tape.isArray(blocks)) {
            throw new UnsayableException(tape.path(blocks));
        }
        SignedThoughts signed = new SignedThoughts(tape, message, blocks);
        for (int each = signed.first(); each != JsonTape.NONE; each = signed.after(each)) {
            out.ascii(out.length() > 0 ? "," : "").ascii("{\"reasoningContent\":");
            int data = tape.member(each, "data");
            if (tape.is(tape.member(each, "type"), "redacted_thinking") && tape.isText(data)) {
                out.ascii("{\"redactedContent\":").raw(tape, data).ascii("}}");
            } else {
                thought(signed, each, out);
            }
        }
        if (out.length() > 0 && thoughts == null) {
            thoughts = tape.path(blocks);
        }
        return out.length() > 0;
    }

    private void thought(SignedThoughts signed, int each, JsonText out) {
        int signature = tape.member(each, "signature");
        out.ascii("{\"reasoningText\":{\"text\":");
        if (!tape.is(tape.member(each, "type"), "thinking") || !signed.text(each, out)) {
            throw new UnsayableException(tape.path(each));
        }
        out.ascii(",\"signature\":").raw(tape, signature).ascii("}}}");
    }

    private void calls(int calls, JsonText out) {
        for (int call = tape.first(calls); call != JsonTape.NONE; call = tape.after(calls, call)) {
            int type = tape.member(call, "type");
            int function = tape.member(call, "function");
            int id = tape.member(call, "id");
            int name = tape.member(function, "name");
            if (!tape.isNull(type) && !tape.is(type, "function")) {
                throw new UnsayableException(tape.path(call, "type"));
            }
            if (!tape.isText(name) || !Tools.NAME.matcher(tape.text(name)).matches()) {
                throw new UnsayableException(tape.path(call, "function.name"));
            }
            if (!tape.isText(id)) {
                throw new UnsayableException(tape.path(call, "id"));
            }
            out.ascii(out.length() > 0 ? "," : "").ascii("{\"toolUse\":{\"toolUseId\":");
            if (!CallId.write(tape, id, out) && foreignId == null) {
                foreignId = tape.path(call, "id");
            }
            out.ascii(",\"name\":").raw(tape, name).ascii(",\"input\":");
            arguments(call, tape.member(function, "arguments"), out);
            out.ascii("}}");
            content.mark(tape.member(call, "cache_control"), out);
        }
    }

    private void arguments(int call, int arguments, JsonText out) {
        if (tape.isNull(arguments) || (tape.isText(arguments) && tape.isEmpty(arguments))) {
            out.ascii("{}");
            return;
        }
        byte[] json = tape.isText(arguments) ? object(tape.unescaped(arguments)) : null;
        if (json == null) {
            throw new UnsayableException(tape.path(call, "function.arguments"));
        }
        out.raw(json, 0, json.length);
    }

    private static byte @Nullable [] object(byte[] json) {
        JsonTape inner = new JsonTape();
        return inner.read(json, 0, json.length) && inner.isObject(JsonTape.ROOT) ? json : null;
    }
}
