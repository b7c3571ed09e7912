package dev.byok.dialect.anthropic;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a conversation. What systems and developers say comes first, wherever it stood; the results of calls that follow
 * one another are one message, as Anthropic wants them.
 */
final class Messages {

    private final JsonTape tape;
    private final JsonText out;
    private final JsonText system = new JsonText(256);
    private final ChatMessage message;
    private final Content content;
    private final Assistant assistant;
    private boolean any;
    private boolean inResults;
    private boolean answering;
    private boolean unthought;

    Messages(JsonTape tape, JsonText out) {
        this.tape = tape;
        this.out = out;
        this.message = new ChatMessage(tape);
        this.content = new Content(tape);
        this.assistant = new Assistant(tape, content);
    }

    /**
     * Writes the members.
     *
     * @param instruction what to add to what systems say; null for nothing
     */
    void write(int messages, @Nullable String instruction) {
        if (!tape.isArray(messages)) {
            throw new UnsayableException("messages");
        }
        out.ascii(",\"messages\":[");
        for (int each = tape.first(messages); each != JsonTape.NONE; ) {
            int next = tape.after(messages, each);
            message.read(each);
            message(next == JsonTape.NONE);
            each = next;
        }
        endResults();
        out.ascii("]");
        if (!any) {
            throw new UnsayableException("messages");
        }
        if (instruction != null) {
            system.ascii(system.length() == 0 ? "" : ",").ascii("{\"type\":\"text\",\"text\":");
            system.quoted(instruction).ascii("}");
        }
        if (system.length() > 0) {
            out.ascii(",\"system\":[").raw(system.bytes(), 0, system.length()).ascii("]");
        }
    }

    /** Returns whether the answer under way, whose calls' results have come, began without the thoughts that led to it. */
    boolean endsUnthought() {
        return unthought;
    }

    private void message(boolean last) {
        int role = message.role();
        if (tape.is(role, "tool")) {
            message.only(ChatMessage.RESULT);
            result();
            return;
        }
        endResults();
        if (tape.is(role, "system") || tape.is(role, "developer")) {
            message.only(ChatMessage.SPOKEN);
            content.texts(message, system);
        } else if (tape.is(role, "user")) {
            message.only(ChatMessage.SPOKEN);
            answering = false;
            unthought = false;
            begin("user");
            if (!content.user(message, out)) {
                throw new UnsayableException(message.path("content"));
            }
            out.ascii("}");
        } else if (tape.is(role, "assistant")) {
            message.only(ChatMessage.ANSWER);
            assistant(last);
        } else {
            throw new UnsayableException(message.path("role"));
        }
    }

    private void begin(String role) {
        out.ascii(any ? ",{\"role\":\"" : "{\"role\":\"").ascii(role).ascii("\",\"content\":");
        any = true;
    }

    /** One that says nothing at all is left out: there may be none such. */
    private void assistant(boolean last) {
        int start = out.length();
        boolean before = any;
        begin("assistant");
        if (assistant.write(message, last, out)) {
            out.ascii("}");
            unthought = answering ? unthought : assistant.calledUnthought();
            answering = true;
        } else {
            out.cutTo(start);
            any = before;
        }
    }

    private void result() {
        int id = message.toolCallId();
        if (!tape.isText(id)) {
            throw new UnsayableException(message.path("tool_call_id"));
        }
        if (inResults) {
            out.ascii(",");
        } else {
            begin("user");
            out.ascii("[");
            inResults = true;
        }
        out.ascii("{\"type\":\"tool_result\",\"tool_use_id\":");
        CallId.write(tape, id, out);
        content.result(message, out);
        Fields.cacheControl(tape, message.cacheControl(), out);
        out.ascii("}");
    }

    private void endResults() {
        if (inResults) {
            out.ascii("]}");
            inResults = false;
        }
    }
}
