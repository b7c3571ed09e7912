package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer as the events of an OpenAI stream. What is written since the last {@link #take} goes into one buffer.
 * For one stream and one thread at a time.
 */
public final class ChatChunks {

    private static final String END = "\n\n";

    private final AnswerForm form;
    private final JsonText head = new JsonText(192);
    private final JsonText text = new JsonText(1024);

    public ChatChunks(AnswerForm form) {
        this.form = form;
        begin(null, null);
    }

    /** Takes over the answer's id and the model that answers, each a JSON text or null for one that is not told. */
    public void begin(@Nullable String id, @Nullable String model) {
        head.clear();
        head.ascii("data: {\"id\":")
                .raw(bytes(id), 0, bytes(id).length)
                .ascii(",\"object\":\"chat.completion.chunk\",\"created\":")
                .number(form.created())
                .ascii(",\"model\":")
                .raw(bytes(model), 0, bytes(model).length);
    }

    private static byte[] bytes(@Nullable String json) {
        return (json == null ? "\"\"" : json).getBytes(StandardCharsets.UTF_8);
    }

    /** Begins a chunk; what is written next is the inside of its delta. */
    public JsonText delta() {
        return text.raw(head.bytes(), 0, head.length()).ascii(",\"choices\":[{\"index\":0,\"delta\":{");
    }

    /** Returns where the chunk that has begun is written. */
    public JsonText current() {
        return text;
    }

    /** Ends the chunk. */
    public void endDelta() {
        endChoice("null", null, null);
    }

    private void endChoice(String finishReason, @Nullable String stopSequence, @Nullable String nativeReason) {
        text.ascii("},\"logprobs\":null,\"finish_reason\":").ascii(finishReason);
        nativeReason(text, nativeReason);
        stopSequence(text, stopSequence);
        text.ascii("}]");
        text.ascii(form.usage() ? ",\"usage\":null}" : "}").ascii(END);
    }

    /**
     * Writes the chunk with the finish reason.
     *
     * @param stopSequence as for {@link #stopSequence}
     * @param nativeReason as for {@link #nativeReason}
     */
    public void finish(String reason, @Nullable String stopSequence, @Nullable String nativeReason) {
        delta();
        endChoice('"' + reason + '"', stopSequence, nativeReason);
    }

    /**
     * Writes why an answer ended where OpenAI's words do not tell that from any other end, under OpenRouter's name for it
     * (openrouter.ai/docs/api/reference/overview, 2026-11).
     *
     * @param said in the provider's own words, ASCII; null where OpenAI's tell it
     */
    public static void nativeReason(JsonText choice, @Nullable String said) {
        if (said != null) {
            choice.ascii(",\"native_finish_reason\":\"").ascii(said).ascii("\"");
        }
    }

    /**
     * Writes which stop sequence ended an answer, for which OpenAI has no word.
     *
     * @param stopSequence a JSON text, empty where nobody says which; null where none did
     */
    public static void stopSequence(JsonText choice, @Nullable String stopSequence) {
        if (stopSequence != null) {
            byte[] json = bytes(stopSequence);
            choice.ascii(",\"stop_sequence\":").raw(json, 0, json.length);
        }
    }

    /** Writes the chunk with the usage, if the caller asked for it. */
    public void usage(Usage usage) {
        if (form.usage()) {
            text.raw(head.bytes(), 0, head.length()).ascii(",\"choices\":[],\"usage\":");
            ChatUsage.write(usage, text);
            text.ascii("}").ascii(END);
        }
    }

    /** Writes what keeps a connection open. */
    public void ping() {
        text.ascii(": ping").ascii(END);
    }

    /** Writes the terminator. */
    public void done() {
        text.ascii("data: [DONE]").ascii(END);
    }

    /** Returns what has been written, owned by the caller; null if there is nothing. */
    public @Nullable ByteBuf take(ByteBufAllocator allocator) {
        if (text.length() == 0) {
            return null;
        }
        ByteBuf taken = allocator.directBuffer(text.length()).writeBytes(text.bytes(), 0, text.length());
        text.clear();
        return taken;
    }
}
