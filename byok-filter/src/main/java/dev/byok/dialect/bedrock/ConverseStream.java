package dev.byok.dialect.bedrock;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.ChatBlocks;
import dev.byok.dialect.ChatChunks;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.Usage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of Converse's and says each event as OpenAI does, at once: nothing but the beginning of a message is held.
 * What only Bedrock has, as citations and the steps of tools that it runs by itself, is not said.
 */
final class ConverseStream implements AnswerStream, EventStreamFrames.Listener {

    private static final byte[] MESSAGE_TYPE = ascii(":message-type");
    private static final byte[] EVENT_TYPE = ascii(":event-type");
    private static final byte[] EXCEPTION_TYPE = ascii(":exception-type");
    private static final byte[] ERROR_CODE = ascii(":error-code");
    private static final byte[] ERROR_MESSAGE = ascii(":error-message");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] EXCEPTION = ascii("exception");
    private static final byte[] DELTA = ascii("contentBlockDelta");
    private static final byte[] START = ascii("contentBlockStart");
    private static final byte[] STOP = ascii("contentBlockStop");
    private static final byte[] MESSAGE_START = ascii("messageStart");
    private static final byte[] MESSAGE_STOP = ascii("messageStop");
    private static final byte[] METADATA = ascii("metadata");

    private final EventStreamFrames frames = new EventStreamFrames(this);
    private final JsonTape tape = new JsonTape();
    private final ChatChunks chunks;
    private final ChatBlocks blocks;
    private final String id;
    private final String model;

    private boolean begun;
    private @Nullable Usage usage;
    private @Nullable String finish;
    private boolean finished;
    private boolean closed;
    private long malformed;
    private byte @Nullable [] error;

    ConverseStream(AnswerForm form) {
        this.chunks = new ChatChunks(form);
        this.blocks = new ChatBlocks(tape, chunks);
        this.id = quoted(form.id());
        this.model = quoted(form.model());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String quoted(String text) {
        JsonText quoted = new JsonText(text.length() + 2).quoted(text);
        return new String(quoted.bytes(), 0, quoted.length(), StandardCharsets.UTF_8);
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
    public boolean message(EventStreamMessage message) {
        if (!message.says(MESSAGE_TYPE, EVENT)) {
            boolean exception = message.says(MESSAGE_TYPE, EXCEPTION);
            error = exception ? exception(message) : error(message);
            return false;
        }
        try {
            if (!tape.read(message.bytes(), message.payloadFrom(), message.payloadTo())) {
                malformed++;
                return true;
            }
            told(message);
            return !finished;
        } finally {
            tape.forget();
        }
    }

    /** The one that is named says which error it is; the payload says more. */
    private byte[] exception(EventStreamMessage message) {
        String type = new String(message.value(EXCEPTION_TYPE), StandardCharsets.UTF_8);
        boolean json = tape.read(message.bytes(), message.payloadFrom(), message.payloadTo());
        int text = json ? tape.member(JsonTape.ROOT, "message") : JsonTape.NONE;
        int capital = json ? tape.member(JsonTape.ROOT, "Message") : JsonTape.NONE;
        String said = tape.isText(text) ? tape.text(text) : tape.isText(capital) ? tape.text(capital) : "";
        tape.forget();
        return BedrockErrors.named(type, said);
    }

    private static byte[] error(EventStreamMessage message) {
        return BedrockErrors.named(
                new String(message.value(ERROR_CODE), StandardCharsets.UTF_8),
                new String(message.value(ERROR_MESSAGE), StandardCharsets.UTF_8));
    }

    @Override
    public void broken(String why) {
        error = BedrockErrors.named("", "the provider's stream cannot be read: " + why);
    }

    private void told(EventStreamMessage message) {
        if (message.says(EVENT_TYPE, DELTA)) {
            delta(tape.member(JsonTape.ROOT, "delta"));
        } else if (message.says(EVENT_TYPE, START)) {
            begin();
            beginBlock(tape.member(tape.member(JsonTape.ROOT, "start"), "toolUse"));
        } else if (message.says(EVENT_TYPE, STOP)) {
            blocks.endBlock();
        } else if (message.says(EVENT_TYPE, MESSAGE_START)) {
            begin();
        } else if (message.says(EVENT_TYPE, MESSAGE_STOP)) {
            stop(tape.member(JsonTape.ROOT, "stopReason"));
        } else if (message.says(EVENT_TYPE, METADATA)) {
            Usage reported = ConverseUsage.read(tape, tape.member(JsonTape.ROOT, "usage"));
            usage = reported == null ? usage : reported;
            finish();
        }
    }

    /** A stream may begin without saying so. */
    private void begin() {
        if (!begun) {
            begun = true;
            blocks.begin(id, model);
        }
    }

    /** Texts and thoughts begin without this. */
    private void beginBlock(int call) {
        if (tape.isObject(call) && !blocks.beginCall(tape.member(call, "toolUseId"), tape.member(call, "name"))) {
            malformed++;
        }
    }

    private void delta(int delta) {
        begin();
        int text = tape.member(delta, "text");
        int reasoning = tape.member(delta, "reasoningContent");
        if (text != JsonTape.NONE) {
            blocks.text(text);
        } else if (reasoning != JsonTape.NONE) {
            blocks.thought(tape.member(reasoning, "text"));
            blocks.signature(tape.member(reasoning, "signature"));
            blocks.redacted(tape.member(reasoning, "redactedContent"));
        } else {
            blocks.argue(tape.member(tape.member(delta, "toolUse"), "input"));
        }
    }

    private void stop(int reason) {
        if (finish == null && tape.isText(reason)) {
            begin();
            finish = StopReason.finish(tape, reason);
            blocks.output();
            chunks.finish(finish, StopReason.sequence(tape, reason), StopReason.ownWord(tape, reason));
            finish();
        }
    }

    /** Usage comes last, as a rule. */
    private void finish() {
        Usage reported = usage;
        if (!finished && finish != null && reported != null) {
            finished = true;
            chunks.usage(reported);
            chunks.done();
        }
    }

    @Override
    public @Nullable ByteBuf end() {
        if (closed) {
            return null;
        }
        ByteBuf rest = null;
        if (complete()) {
            if (!finished) {
                finished = true;
                chunks.done();
            }
            rest = chunks.take(ByteBufAllocator.DEFAULT);
        }
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
        return usage;
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return error;
    }
}
