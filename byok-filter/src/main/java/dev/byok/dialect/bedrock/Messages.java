package dev.byok.dialect.bedrock;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.bedrock.ConverseRequest.OnlySome;
import org.jspecify.annotations.Nullable;

/**
 * Writes a conversation. What systems and developers say comes first, wherever it stood; what one side says in several
 * messages is one, since sides have to take turns.
 */
final class Messages {

    private enum Side {
        USER("user"),
        ASSISTANT("assistant");

        private final String beginning;

        Side(String role) {
            this.beginning = "{\"role\":\"" + role + "\",\"content\":[";
        }
    }

    private final JsonTape tape;
    private final JsonText out;

    /** What one assistant's message says. */
    private final JsonText blocks = new JsonText(1024);

    private final ChatMessage message;
    private final Content content;
    private final Assistant assistant;
    private @Nullable Side side;
    private int inside;
    private boolean calls;
    private boolean answering;
    private boolean unthought;
    private @Nullable String opening;
    private @Nullable String prefill;
    private @Nullable String foreignId;

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
        JsonText system = new JsonText(256);
        out.ascii("\"messages\":[");
        for (int each = tape.first(messages); each != JsonTape.NONE; ) {
            int next = tape.after(messages, each);
            message.read(each);
            message(next == JsonTape.NONE, system);
            each = next;
        }
        if (side == null) {
            throw new UnsayableException("messages");
        }
        // A mark of the request's own is one behind all that there is.
        content.mark(tape.member(JsonTape.ROOT, "cache_control"), out);
        endMessage();
        out.ascii("]");
        if (instruction != null) {
            system.ascii(system.length() == 0 ? "" : ",").ascii("{\"text\":");
            system.quoted(instruction).ascii("}");
        }
        if (system.length() > 0) {
            out.ascii(",\"system\":[").raw(system.bytes(), 0, system.length()).ascii("]");
        }
    }

    /** Returns whether a tool has been called, or has answered. */
    boolean holdsCalls() {
        return calls;
    }

    /** Returns whether the answer under way, whose calls' results have come, began without the thoughts that led to it. */
    boolean endsUnthought() {
        return unthought;
    }

    OnlySome onlySome(@Nullable String blankStop, @Nullable String cachedTool) {
        return new OnlySome(
                prefill,
                opening,
                blankStop,
                foreignId != null ? foreignId : assistant.foreignId(),
                assistant.thoughts(),
                content.cached() != null ? content.cached() : cachedTool,
                content.richResult());
    }

    private void message(boolean last, JsonText system) {
        int role = message.role();
        if (tape.is(role, "system") || tape.is(role, "developer")) {
            message.only(ChatMessage.SPOKEN);
            content.system(message, system);
        } else if (tape.is(role, "user")) {
            message.only(ChatMessage.SPOKEN);
            answering = false;
            unthought = false;
            begin(Side.USER);
            int before = out.length();
            content.user(message, inside, out);
            if (out.length() == before) {
                throw new UnsayableException(message.path("content"));
            }
        } else if (tape.is(role, "tool")) {
            message.only(ChatMessage.RESULT | ChatMessage.FAILURE);
            calls = true;
            begin(Side.USER);
            result();
        } else if (tape.is(role, "assistant")) {
            message.only(ChatMessage.ANSWER);
            assistant(last);
        } else {
            throw new UnsayableException(message.path("role"));
        }
    }

    private void begin(Side speaking) {
        if (speaking == side) {
            return;
        }
        if (side != null) {
            endMessage();
            out.ascii(",");
        }
        side = speaking;
        out.ascii(speaking.beginning);
        inside = out.length();
    }

    private void endMessage() {
        content.endMessage();
        out.ascii("]}");
    }

    /** One that says nothing at all is left out: there may be none such. */
    private void assistant(boolean last) {
        blocks.clear();
        assistant.write(message, last, blocks);
        if (blocks.length() == 0) {
            return;
        }
        if (side == null) {
            opening = message.path("role");
        }
        if (last) {
            prefill = message.path("role");
        }
        calls |= assistant.called();
        unthought = answering ? unthought : assistant.calledUnthought();
        answering = true;
        begin(Side.ASSISTANT);
        out.ascii(out.length() > inside ? "," : "").raw(blocks.bytes(), 0, blocks.length());
    }

    private void result() {
        int id = message.toolCallId();
        if (!tape.isText(id)) {
            throw new UnsayableException(message.path("tool_call_id"));
        }
        out.ascii(out.length() > inside ? "," : "").ascii("{\"toolResult\":{\"toolUseId\":");
        if (!CallId.write(tape, id, out) && foreignId == null) {
            foreignId = message.path("tool_call_id");
        }
        out.ascii(",\"content\":[");
        content.result(message, out);
        out.ascii(message.isError() ? "],\"status\":\"error\"}}" : "]}}");
        content.mark(message.cacheControl(), out);
    }
}
