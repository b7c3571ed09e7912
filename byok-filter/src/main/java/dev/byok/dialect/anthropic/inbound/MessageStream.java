package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.EventFrames;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.Usage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of chat chunks, a provider's own or made of another dialect's, and says each as Anthropic does, at once:
 * held are only the beginning of an event, calls that come in turns, and the end, which waits for the usage.
 */
final class MessageStream implements AnswerStream, EventFrames.Listener {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** As often as Anthropic does. */
    private static final Duration PING_AFTER = Duration.ofSeconds(15);

    private static final byte[] LATE_CALL =
            ("{\"error\":{\"message\":\"a piece of the provider's stream belongs to no tool call\","
                            + "\"type\":\"upstream_error\",\"code\":\"upstream_error\"}}")
                    .getBytes(StandardCharsets.US_ASCII);

    /** What the block under way holds. */
    private enum Block {
        NONE,
        TEXT,
        THINKING,
        /** One that has its signature: further thoughts are another's. */
        SIGNED
    }

    private final @Nullable AnswerStream upstream;
    private final long pingAfter;
    private final EventFrames frames = new EventFrames(this);
    private final JsonTape tape = new JsonTape();
    private final MessageEvents events = new MessageEvents();
    private final CallBlocks calls;
    private final String provider;

    /** Where a chunk says it; of the one that is being read. */
    private int told;

    private int reported;
    private int choice;
    private int delta;
    private int finish;
    private int sequence;

    private Block block = Block.NONE;
    private boolean begun;
    private boolean refused;
    private boolean done;
    private boolean finished;
    private boolean closed;
    private @Nullable String reason;
    private @Nullable String stopSequence;
    private @Nullable Usage usage;
    private long outputs;
    private long malformed;
    private byte @Nullable [] error;
    private long lastSaid = System.nanoTime();

    /**
     * @param upstream makes chat chunks of what comes; null where that is such
     * @param provider who wants back what Anthropic has no place for; empty for nobody
     */
    MessageStream(@Nullable AnswerStream upstream, String provider) {
        this(upstream, provider, PING_AFTER);
    }

    MessageStream(@Nullable AnswerStream upstream, String provider, Duration pingAfter) {
        this.upstream = upstream;
        this.provider = provider;
        this.calls = new CallBlocks(tape, events, provider);
        this.pingAfter = pingAfter.toNanos();
    }

    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        ByteBufAllocator allocator = chunk.alloc();
        read(upstream == null ? chunk : upstream.accept(chunk));
        ByteBuf said = closed ? null : events.take(allocator);
        lastSaid = said == null ? lastSaid : System.nanoTime();
        return said;
    }

    private void read(@Nullable ByteBuf chunks) {
        if (chunks != null) {
            try {
                frames.read(chunks);
            } finally {
                chunks.release();
            }
        }
    }

    @Override
    public boolean event(boolean isError, byte[] bytes, int from, int to) {
        if (Arrays.equals(bytes, from, to, DONE, 0, DONE.length)) {
            done = true;
            finish();
            return false;
        }
        try {
            if (isError || !tape.read(bytes, from, to)) {
                malformed += isError ? 0 : 1;
                error = isError ? Arrays.copyOfRange(bytes, from, to) : null;
                return !isError;
            }
            look();
            if (isError()) {
                error = Arrays.copyOfRange(bytes, from, to);
                return false;
            }
            chunk();
            if (calls.isLost() && error == null) {
                error = LATE_CALL.clone();
            }
            return !finished && error == null;
        } finally {
            tape.forget();
        }
    }

    @Override
    public void tooLarge() {
        error =
                ("{\"error\":{\"type\":\"upstream_error\",\"message\":\"an event of the provider's stream is larger than "
                                + EventFrames.MAX_EVENT_BYTES + " bytes\"}}")
                        .getBytes(StandardCharsets.US_ASCII);
    }

    /** Finds what a chunk says in one go. One answer is asked for. */
    private void look() {
        told = JsonTape.NONE;
        reported = JsonTape.NONE;
        choice = JsonTape.NONE;
        delta = JsonTape.NONE;
        finish = JsonTape.NONE;
        sequence = JsonTape.NONE;
        for (int name = firstOf(JsonTape.ROOT); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (tape.is(name, "choices")) {
                choice = tape.isArray(value) ? tape.first(value) : JsonTape.NONE;
            } else if (tape.is(name, "usage")) {
                reported = value;
            } else if (tape.is(name, "error")) {
                told = value;
            }
            name = tape.after(JsonTape.ROOT, value);
        }
        for (int name = firstOf(choice); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (tape.is(name, "delta")) {
                delta = value;
            } else if (tape.is(name, "finish_reason")) {
                finish = value;
            } else if (tape.is(name, "stop_sequence")) {
                sequence = value;
            }
            name = tape.after(choice, value);
        }
    }

    private int firstOf(int object) {
        return tape.isObject(object) ? tape.first(object) : JsonTape.NONE;
    }

    private boolean isError() {
        boolean empty = tape.isNull(told) || tape.isFalse(told) || (!tape.isNumber(told) && tape.isEmpty(told));
        return !empty || tape.is(finish, "error");
    }

    private void chunk() {
        boolean counted = tape.isObject(reported);
        if (counted) {
            usage = Usage.of(tape, reported);
        }
        if (choice != JsonTape.NONE) {
            begin();
            delta();
            if (tape.isText(finish) && !tape.isEmpty(finish) && error == null) {
                outputs++;
                reason = StopReasons.of(tape, finish, sequence, calls.any(), refused);
                stopSequence = tape.isText(sequence) && !tape.isEmpty(sequence) ? tape.raw(sequence) : null;
            }
        }
        // What counts alone is the last; some count in each chunk, and go on.
        if (reason != null && counted && choice == JsonTape.NONE) {
            finish();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            events.begin(tape);
        }
    }

    private void delta() {
        int content = JsonTape.NONE;
        int thought = JsonTape.NONE;
        int reasoning = JsonTape.NONE;
        int blocks = JsonTape.NONE;
        int refusal = JsonTape.NONE;
        int pieces = JsonTape.NONE;
        for (int name = firstOf(delta); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (tape.is(name, "content")) {
                content = value;
            } else if (tape.is(name, "tool_calls")) {
                pieces = value;
            } else if (tape.is(name, "reasoning_content")) {
                thought = value;
            } else if (tape.is(name, "reasoning")) {
                reasoning = value;
            } else if (tape.is(name, "thinking_blocks")) {
                blocks = value;
            } else if (tape.is(name, "refusal")) {
                refusal = value;
            }
            name = tape.after(delta, value);
        }
        if (tape.isText(thought)) {
            think(thought, "reasoning_content");
        } else {
            think(reasoning, "reasoning");
        }
        thoughts(blocks, tape.isText(thought) && !tape.isEmpty(thought));
        if (tape.isArray(content)) {
            parts(content);
        } else {
            say(content);
        }
        refused |= tape.isText(refusal) && !tape.isEmpty(refusal);
        say(refusal);
        if (tape.isArray(pieces)) {
            call(pieces);
        }
    }

    /** Mistral's way: thoughts and texts in one list. */
    private void parts(int content) {
        for (int part = tape.first(content); part != JsonTape.NONE; part = tape.after(content, part)) {
            int thinking = tape.member(part, "thinking");
            if (tape.isArray(thinking)) {
                for (int each = tape.first(thinking); each != JsonTape.NONE; each = tape.after(thinking, each)) {
                    think(tape.member(each, "text"), "");
                }
            } else {
                say(tape.member(part, "text"));
            }
        }
    }

    private void say(int text) {
        if (!tape.isText(text) || tape.isEmpty(text)) {
            return;
        }
        if (block != Block.TEXT) {
            calls.endAll();
            block = Block.TEXT;
            events.beginBlock().ascii("\"type\":\"text\",\"text\":\"\"");
            events.endEvent();
        }
        events.delta().ascii("\"type\":\"text_delta\",\"text\":").raw(tape, text);
        events.endEvent();
        outputs++;
    }

    /** @param member where it came, and is wanted back; empty for nowhere */
    private void think(int text, String member) {
        if (!tape.isText(text) || tape.isEmpty(text)) {
            return;
        }
        if (block != Block.THINKING) {
            beginThought();
            events.seal(provider.isEmpty() || member.isEmpty() ? null : CarriedThought.ofText(provider, member));
        }
        events.delta().ascii("\"type\":\"thinking_delta\",\"thinking\":").raw(tape, text);
        events.endEvent();
        outputs++;
    }

    private void beginThought() {
        if (block != Block.THINKING) {
            calls.endAll();
            block = Block.THINKING;
            events.beginBlock().ascii("\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"");
            events.endEvent();
        }
    }

    /** @param told whether the thought itself came beside them */
    private void thoughts(int blocks, boolean told) {
        if (!tape.isArray(blocks)) {
            return;
        }
        for (int each = tape.first(blocks); each != JsonTape.NONE; each = tape.after(blocks, each)) {
            if (tape.is(tape.member(each, "type"), "redacted_thinking")) {
                redacted(each);
                continue;
            }
            if (!told) {
                think(tape.member(each, "thinking"), "");
            }
            sign(tape.member(each, "signature"));
        }
    }

    private void sign(int signature) {
        if (tape.isText(signature) && !tape.isEmpty(signature)) {
            beginThought();
            events.delta().ascii("\"type\":\"signature_delta\",\"signature\":").raw(tape, signature);
            events.endEvent();
            events.seal(null);
            block = Block.SIGNED;
        }
    }

    private void redacted(int thought) {
        calls.endAll();
        block = Block.NONE;
        events.beginBlock().ascii("\"type\":\"redacted_thinking\",\"data\":").raw(tape, tape.member(thought, "data"));
        events.endEvent();
        events.endBlock();
        outputs++;
    }

    private void call(int pieces) {
        for (int piece = tape.first(pieces); piece != JsonTape.NONE; piece = tape.after(pieces, piece)) {
            if (!calls.piece(piece)) {
                error = LATE_CALL.clone();
                return;
            }
            block = Block.NONE;
            outputs++;
        }
    }

    private void finish() {
        if (finished || !begun || error != null) {
            return;
        }
        finished = true;
        calls.endAll();
        if (calls.isLost()) {
            error = LATE_CALL.clone();
            return;
        }
        events.finish(reason != null ? reason : calls.any() ? "tool_use" : "end_turn", stopSequence, usage());
    }

    @Override
    public @Nullable ByteBuf end() {
        if (closed) {
            return null;
        }
        if (upstream != null) {
            read(upstream.end());
        }
        frames.end();
        if (complete()) {
            finish();
        }
        ByteBuf rest = complete() ? events.take(ByteBufAllocator.DEFAULT) : null;
        release();
        return rest;
    }

    @Override
    public boolean pings() {
        return true;
    }

    /** A provider's own comments that nothing has come yet are no events. */
    @Override
    public @Nullable ByteBuf ping() {
        long now = System.nanoTime();
        if (!begun || finished || closed || now - lastSaid < pingAfter) {
            return null;
        }
        lastSaid = now;
        events.ping();
        return events.take(ByteBufAllocator.DEFAULT);
    }

    @Override
    public void release() {
        closed = true;
        frames.close();
        if (upstream != null) {
            upstream.release();
        }
    }

    @Override
    public boolean realOutput() {
        return outputs > 0;
    }

    @Override
    public long realOutputs() {
        return outputs;
    }

    @Override
    public long malformedEvents() {
        return malformed + (upstream == null ? 0 : upstream.malformedEvents());
    }

    @Override
    public boolean complete() {
        return errorPayload() == null && begun && (reason != null || done);
    }

    @Override
    public @Nullable Usage usage() {
        return usage == null && upstream != null ? upstream.usage() : usage;
    }

    @Override
    public byte @Nullable [] errorPayload() {
        byte[] ofUpstream = upstream == null ? null : upstream.errorPayload();
        return ofUpstream == null ? error : ofUpstream;
    }
}
