package dev.byok.dialect.chat;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;
import java.util.List;

/** Writes a conversation in nothing but OpenAI's words. */
final class PlainMessages {

    private static final Words EXTENSIONS = Words.of(
            "content",
            "tool_calls",
            "cache_control",
            "thinking_blocks",
            "reasoning_content",
            "reasoning_details",
            "is_error");

    private final JsonTape tape;
    private final JsonText out;
    private final ChatMessage message;
    private final Carried carried;
    private boolean amongCalls;

    PlainMessages(JsonTape tape, JsonText out) {
        this.tape = tape;
        this.out = out;
        this.message = new ChatMessage(tape);
        this.carried = new Carried(tape);
    }

    /** Returns what single providers get beside what is written; valid when all is. */
    List<Carried.Insert> carried() {
        return carried.inserts();
    }

    void write(int messages) {
        if (!tape.isArray(messages)) {
            throw new UnsayableException("messages");
        }
        int lastUser = lastUser(messages);
        out.ascii(",\"messages\":[");
        int index = 0;
        for (int each = tape.first(messages); each != JsonTape.NONE; ) {
            int next = tape.after(messages, each);
            out.ascii(index == 0 ? "" : ",");
            message.read(each);
            message(index > lastUser, next == JsonTape.NONE);
            each = next;
            index++;
        }
        out.ascii("]");
    }

    private int lastUser(int messages) {
        int last = -1;
        int index = 0;
        for (int message = tape.first(messages); message != JsonTape.NONE; message = tape.after(messages, message)) {
            if (tape.is(tape.member(message, "role"), "user")) {
                last = index;
            }
            index++;
        }
        return last;
    }

    /** @param current whether the user has not spoken since */
    private void message(boolean current, boolean last) {
        boolean assistant = tape.is(message.role(), "assistant");
        boolean ofTool = tape.is(message.role(), "tool");
        int thoughts = message.thinkingBlocks();
        if (assistant && last) {
            // Elsewhere an answer does not go on with what stands there.
            throw new UnsayableException(message.path("role"));
        }
        Carried.OfMessage back = assistant ? carried.of(thoughts) : Carried.OfMessage.NOTHING;
        if (back == null && current) {
            // Whoever called a tool goes on from there by its own thoughts.
            throw new UnsayableException(tape.path(thoughts));
        }
        back = back == null ? Carried.OfMessage.NOTHING : back;
        out.ascii("{");
        String separator = "";
        for (int name = tape.first(message.value()); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (!tape.isOneOf(name, EXTENSIONS)) {
                out.ascii(separator).raw(tape, name).ascii(":").raw(tape, value);
                separator = ",";
            }
            name = tape.after(message.value(), value);
        }
        out.ascii(separator).ascii("\"content\":");
        content(message.content(), ofTool);
        int calls = message.toolCalls();
        calls(calls, back);
        // Of a turn without calls nobody wants them, and some refuse them.
        if (!tape.isNull(calls) || amongCalls) {
            carried.thoughts(back, out.length());
        }
        amongCalls = ofTool;
        out.ascii("}");
    }

    private void content(int content, boolean ofTool) {
        boolean failed = ofTool && message.isError();
        if (tape.isArray(content)) {
            parts(content, ofTool, failed);
        } else if (failed && tape.isText(content)) {
            out.ascii("\"Error: ").inner(tape, content).ascii("\"");
        } else if (content == JsonTape.NONE) {
            out.ascii("null");
        } else {
            out.raw(tape, content);
        }
    }

    /** That a call failed has no place of its own: it is said. */
    private void parts(int content, boolean ofTool, boolean failed) {
        int only = tape.size(content) == 1 ? tape.first(content) : JsonTape.NONE;
        if (!failed && tape.is(tape.member(only, "type"), "text")) {
            out.raw(tape, tape.member(only, "text"));
            return;
        }
        out.ascii(failed ? "[{\"type\":\"text\",\"text\":\"Error:\"}" : "[");
        String separator = failed ? "," : "";
        for (int part = tape.first(content); part != JsonTape.NONE; part = tape.after(content, part)) {
            int type = tape.member(part, "type");
            if (ofTool && !tape.is(type, "text")) {
                throw new UnsayableException(tape.isText(type) ? tape.path(part, tape.text(type)) : tape.path(part));
            }
            if (tape.is(type, "image_url") || tape.is(type, "text") || tape.is(type, "file")) {
                out.ascii(separator);
                PlainChat.without(tape, part, "cache_control", out);
            } else {
                out.ascii(separator).raw(tape, part);
            }
            separator = ",";
        }
        out.ascii("]");
    }

    private void calls(int calls, Carried.OfMessage back) {
        if (tape.isNull(calls)) {
            return;
        }
        out.ascii(",\"tool_calls\":[");
        String separator = "";
        for (int call = tape.first(calls); call != JsonTape.NONE; call = tape.after(calls, call)) {
            out.ascii(separator);
            PlainChat.without(tape, call, "cache_control", out);
            carried.call(back, tape.member(call, "id"), out.length() - 1);
            separator = ",";
        }
        out.ascii("]");
    }
}
