package dev.byok.dialect.anthropic;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.ChatBlocks;
import dev.byok.dialect.ChatChunks;
import dev.byok.dialect.EventFrames;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.Usage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of Anthropic's and says each event as OpenAI does, at once: nothing but the beginning of an event is
 * held. What only Anthropic has, as the steps of tools that it runs by itself, is not said.
 */
final class AnthropicStream implements AnswerStream, EventFrames.Listener {

    /** What the block under way holds. */
    private enum Block {
        TEXT,
        THINKING,
        TOOL,
        /** Nothing that a caller of OpenAI's knows. */
        OTHER
    }

    private final EventFrames frames = new EventFrames(this);
    private final JsonTape tape = new JsonTape();
    private final AnthropicUsage reported = new AnthropicUsage();
    private final ChatChunks chunks;
    private final ChatBlocks blocks;

    private Block block = Block.OTHER;
    private boolean begun;
    private @Nullable String finish;
    private @Nullable String ownWord;
    private boolean finished;
    private boolean closed;
    private long malformed;
    private byte @Nullable [] error;

    AnthropicStream(AnswerForm form) {
        this.chunks = new ChatChunks(form);
        this.blocks = new ChatBlocks(tape, chunks);
    }

    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        try {
            frames.read(chunk);
            return closed ? null : chunks.take(chunk.alloc());
        } finally {
            chunk.release();
        }
    }

    @Override
    public boolean event(boolean isError, byte[] bytes, int from, int to) {
        try {
            if (!tape.read(bytes, from, to)) {
                if (!isError) {
                    malformed++;
                    return true;
                }
                error = Arrays.copyOfRange(bytes, from, to);
                return false;
            }
            int type = tape.member(JsonTape.ROOT, "type");
            if (isError || tape.is(type, "error")) {
                error = Arrays.copyOfRange(bytes, from, to);
                return false;
            }
            told(type);
            return !finished;
        } finally {
            tape.forget();
        }
    }

    @Override
    public void tooLarge() {
        error =
                ("{\"type\":\"error\",\"error\":{\"type\":\"upstream_error\",\"message\":\"an event of the provider's stream is"
                                + " larger than " + EventFrames.MAX_EVENT_BYTES + " bytes\"}}")
                        .getBytes(StandardCharsets.US_ASCII);
    }

    private void told(int type) {
        if (tape.is(type, "content_block_delta")) {
            delta(tape.member(JsonTape.ROOT, "delta"));
        } else if (tape.is(type, "content_block_start")) {
            beginBlock(tape.member(JsonTape.ROOT, "content_block"));
        } else if (tape.is(type, "content_block_stop")) {
            blocks.endBlock();
            block = Block.OTHER;
        } else if (tape.is(type, "message_start")) {
            begin(tape.member(JsonTape.ROOT, "message"));
        } else if (tape.is(type, "message_delta")) {
            reported.read(tape, tape.member(JsonTape.ROOT, "usage"));
            int reason = tape.member(tape.member(JsonTape.ROOT, "delta"), "stop_reason");
            if (tape.isText(reason)) {
                finish = StopReason.finish(tape, reason);
                ownWord = StopReason.ownWord(tape, reason);
                blocks.output();
            }
        } else if (tape.is(type, "message_stop")) {
            // Who says that it is over, and not why, has said all there is.
            blocks.endBlock();
            if (finish == null && blocks.outputs() > 0) {
                finish = blocks.called() ? "tool_calls" : "stop";
            }
            finish();
        } else if (tape.is(type, "ping")) {
            chunks.ping();
        }
    }

    /** One that comes again, as from a proxy that splices answers together, only corrects what was counted. */
    private void begin(int message) {
        reported.read(tape, tape.member(message, "usage"));
        if (begun) {
            return;
        }
        begun = true;
        blocks.begin(written(tape.member(message, "id")), written(tape.member(message, "model")));
    }

    private @Nullable String written(int text) {
        return tape.isText(text) ? tape.raw(text) : null;
    }

    private void beginBlock(int content) {
        int type = tape.member(content, "type");
        blocks.endBlock();
        block = Block.OTHER;
        if (tape.is(type, "text")) {
            block = Block.TEXT;
            blocks.text(tape.member(content, "text"));
        } else if (tape.is(type, "thinking")) {
            block = Block.THINKING;
            blocks.thought(tape.member(content, "thinking"));
        } else if (tape.is(type, "redacted_thinking")) {
            blocks.redacted(tape.member(content, "data"));
        } else if (tape.is(type, "tool_use")) {
            call(content);
        }
    }

    private void call(int content) {
        if (blocks.beginCall(tape.member(content, "id"), tape.member(content, "name"))) {
            block = Block.TOOL;
            blocks.argueAll(tape.member(content, "input"));
        } else {
            malformed++;
        }
    }

    private void delta(int delta) {
        switch (block) {
            case TEXT -> blocks.text(tape.member(delta, "text"));
            case THINKING -> {
                blocks.thought(tape.member(delta, "thinking"));
                blocks.signature(tape.member(delta, "signature"));
            }
            case TOOL -> blocks.argue(tape.member(delta, "partial_json"));
            case OTHER -> {
                // Nobody would know what it is.
            }
        }
    }

    private void finish() {
        String reason = finish;
        if (reason == null || finished) {
            return;
        }
        finished = true;
        chunks.finish(reason, null, ownWord);
        Usage usage = usage();
        if (usage != null) {
            chunks.usage(usage);
        }
        chunks.done();
    }

    @Override
    public @Nullable ByteBuf end() {
        if (closed) {
            return null;
        }
        frames.end();
        boolean whole = complete();
        if (whole) {
            finish();
        }
        ByteBuf rest = whole ? chunks.take(ByteBufAllocator.DEFAULT) : null;
        release();
        return rest;
    }

    @Override
    public void release() {
        closed = true;
        frames.close();
    }

    @Override
    public boolean realOutput() {
        return blocks.outputs() > 0;
    }

    @Override
    public long realOutputs() {
        return blocks.outputs();
    }

    @Override
    public long malformedEvents() {
        return malformed;
    }

    @Override
    public boolean complete() {
        return error == null && finish != null;
    }

    @Override
    public @Nullable Usage usage() {
        return reported.normalised();
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return error;
    }
}
