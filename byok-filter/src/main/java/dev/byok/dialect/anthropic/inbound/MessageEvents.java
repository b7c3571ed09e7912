package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.Usage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer as the events of an Anthropic stream: a message, its blocks one after the other with indices of their
 * own, its end. What is written since the last {@link #take} goes into one buffer. For one thread at a time.
 */
final class MessageEvents {

    private static final String BLOCK_START =
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":";
    private static final String BLOCK_DELTA =
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":";
    private static final String BLOCK_STOP =
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":";
    private static final String END = "}\n\n";

    private final JsonText text = new JsonText(1024);
    private int index = -1;
    private boolean open;
    private @Nullable String seal;

    void begin(JsonTape tape) {
        text.ascii("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{");
        MessageHead.write(tape, text);
        text.ascii(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
        MessageUsage.write(null, text);
        text.ascii("}").ascii(END);
    }

    /** Begins a block; what is written next is its inside, to be ended by {@link #endEvent}. */
    JsonText beginBlock() {
        endBlock();
        open = true;
        return text.ascii(BLOCK_START).number(++index).ascii(",\"content_block\":{");
    }

    /** Begins a piece of the block that is open; what is written next is its inside, to be ended by {@link #endEvent}. */
    JsonText delta() {
        return text.ascii(BLOCK_DELTA).number(index).ascii(",\"delta\":{");
    }

    void endEvent() {
        text.ascii("}").ascii(END);
    }

    /** Says what a thought that is open is signed with where it ends without; null for nothing. */
    void seal(@Nullable String signature) {
        seal = signature;
    }

    void sign(String signature) {
        delta().ascii("\"type\":\"signature_delta\",\"signature\":\"")
                .ascii(signature)
                .ascii("\"");
        endEvent();
    }

    void endBlock() {
        if (open) {
            open = false;
            if (seal != null) {
                sign(seal);
                seal = null;
            }
            text.ascii(BLOCK_STOP).number(index).ascii(END);
        }
    }

    void ping() {
        text.ascii("event: ping\ndata: {\"type\":\"ping\"").ascii(END);
    }

    /** @param stopSequence which ended it, as a JSON text; null for none that is known */
    void finish(String reason, @Nullable String stopSequence, @Nullable Usage usage) {
        endBlock();
        byte[] sequence = (stopSequence == null ? "null" : stopSequence).getBytes(StandardCharsets.UTF_8);
        text.ascii("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"")
                .ascii(reason)
                .ascii("\",\"stop_sequence\":")
                .raw(sequence, 0, sequence.length)
                .ascii("},\"usage\":");
        MessageUsage.write(usage, text);
        text.ascii(END)
                .ascii("event: message_stop\ndata: {\"type\":\"message_stop\"")
                .ascii(END);
    }

    /** Returns what has been written, owned by the caller; null if there is nothing. */
    @Nullable
    ByteBuf take(ByteBufAllocator allocator) {
        if (text.length() == 0) {
            return null;
        }
        ByteBuf taken = allocator.directBuffer(text.length()).writeBytes(text.bytes(), 0, text.length());
        text.clear();
        return taken;
    }
}
