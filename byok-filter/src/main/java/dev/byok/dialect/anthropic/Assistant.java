package dev.byok.dialect.anthropic;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.SignedThoughts;
import dev.byok.dialect.UnsayableException;
import org.jspecify.annotations.Nullable;

/** Writes what an assistant thought, said and called, in this order. */
final class Assistant {

    private final JsonTape tape;
    private final Content content;
    private boolean calledUnthought;

    Assistant(JsonTape tape, Content content) {
        this.tape = tape;
        this.content = content;
    }

    /** Returns whether the message written last calls without the thoughts that led to it. */
    boolean calledUnthought() {
        return calledUnthought;
    }

    /**
     * Writes the blocks.
     *
     * @param last whether it is the conversation's last message, which the answer goes on with: it must not end with space
     * @return whether there are any
     */
    boolean write(ChatMessage message, boolean last, JsonText out) {
        out.ascii("[");
        int start = out.length();
        int thoughts = message.thinkingBlocks();
        int calls = message.toolCalls();
        boolean thought = !tape.isNull(thoughts) && thoughts(message.value(), thoughts, out);
        boolean called = tape.isArray(calls) && !tape.isEmpty(calls);
        content.spoken(message, start, last && !called, out);
        if (!tape.isNull(calls) && !tape.isArray(calls)) {
            throw new UnsayableException(tape.path(calls));
        }
        if (called) {
            calls(calls, start, out);
        }
        calledUnthought = called && !thought;
        boolean any = out.length() > start;
        out.ascii("]");
        return any;
    }

    private boolean thoughts(int message, int thoughts, JsonText out) {
        if (!tape.isArray(thoughts)) {
            throw new UnsayableException(tape.path(thoughts));
        }
        int start = out.length();
        SignedThoughts signed = new SignedThoughts(tape, message, thoughts);
        for (int each = signed.first(); each != JsonTape.NONE; each = signed.after(each)) {
            out.ascii(out.length() > start ? "," : "");
            thought(signed, each, out);
        }
        return out.length() > start;
    }

    private void thought(SignedThoughts signed, int each, JsonText out) {
        int type = tape.member(each, "type");
        int data = tape.member(each, "data");
        if (tape.is(type, "redacted_thinking") && tape.isText(data)) {
            out.ascii("{\"type\":\"redacted_thinking\",\"data\":")
                    .raw(tape, data)
                    .ascii("}");
            return;
        }
        out.ascii("{\"type\":\"thinking\",\"thinking\":");
        if (!tape.is(type, "thinking") || !signed.text(each, out)) {
            throw new UnsayableException(tape.path(each));
        }
        out.ascii(",\"signature\":").raw(tape, tape.member(each, "signature")).ascii("}");
    }

    private void calls(int calls, int start, JsonText out) {
        for (int call = tape.first(calls); call != JsonTape.NONE; call = tape.after(calls, call)) {
            int type = tape.member(call, "type");
            int function = tape.member(call, "function");
            int id = tape.member(call, "id");
            int name = tape.member(function, "name");
            if ((!tape.isNull(type) && !tape.is(type, "function")) || !tape.isText(name)) {
                throw new UnsayableException(tape.path(call, "type"));
            }
            if (!tape.isText(id)) {
                throw new UnsayableException(tape.path(call, "id"));
            }
            out.ascii(out.length() > start ? "," : "").ascii("{\"type\":\"tool_use\",\"id\":");
            CallId.write(tape, id, out);
            out.ascii(",\"name\":").raw(tape, name).ascii(",\"input\":");
            arguments(call, tape.member(function, "arguments"), out);
            Fields.cacheControl(tape, tape.member(call, "cache_control"), out);
            out.ascii("}");
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
