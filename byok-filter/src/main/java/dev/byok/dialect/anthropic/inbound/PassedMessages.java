package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.SseEvent;
import dev.byok.dialect.StreamState;
import dev.byok.dialect.Usage;
import dev.byok.dialect.anthropic.AnthropicUsage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one stream of Anthropic's have shown that passes as it is. An event is known by the line that names its
 * type; its data is taken apart only where it has to be: until there is real output, and where it speaks of usage or of the
 * end.
 */
final class PassedMessages extends StreamState {

    private static final byte[] STOP_EVENT = ascii("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

    /** The types of events that tell something. */
    private enum Kind {
        DELTA("content_block_delta"),
        BLOCK("content_block_start"),
        START("message_start"),
        END("message_delta"),
        STOP("message_stop"),
        ERROR("error"),
        /** Passes, whatever it is. */
        OTHER("");

        @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
        private final byte[] bytes;

        private final String text;

        Kind(String text) {
            this.text = text;
            this.bytes = ascii(text);
        }
    }

    private static final Kind[] KINDS = Kind.values();

    private final JsonTape tape = new JsonTape();
    private final AnthropicUsage reported = new AnthropicUsage();
    private boolean finished;
    private boolean stopped;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected Verdict judge(SseEvent event) {
        if (!isObject(event)) {
            return malformed();
        }
        Kind named = named(event);
        if (named == Kind.DELTA && realOutputs() > 0) {
            output();
            return Verdict.FORWARD;
        }
        if (event.isTyped() && named == Kind.OTHER) {
            return Verdict.FORWARD;
        }
        try {
            return tape.read(event.bytes(), event.dataFrom(), event.dataTo())
                    ? judge(event, event.isTyped() ? named : written())
                    : malformed();
        } finally {
            tape.forget();
        }
    }

    /** A look at its ends, for events of which nothing else is read. */
    private static boolean isObject(SseEvent event) {
        byte[] bytes = event.bytes();
        int from = event.dataFrom();
        int to = event.dataTo();
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        return to - from > 1 && bytes[from] == '{' && bytes[to - 1] == '}';
    }

    private static Kind named(SseEvent event) {
        for (Kind kind : KINDS) {
            if (event.is(kind.bytes)) {
                return kind;
            }
        }
        return Kind.OTHER;
    }

    private Kind written() {
        int type = tape.member(JsonTape.ROOT, "type");
        for (Kind kind : KINDS) {
            if (tape.is(type, kind.text)) {
                return kind;
            }
        }
        return Kind.OTHER;
    }

    private Verdict judge(SseEvent event, Kind kind) {
        switch (kind) {
            case DELTA -> delta(tape.member(JsonTape.ROOT, "delta"));
            case BLOCK -> block(tape.member(JsonTape.ROOT, "content_block"));
            case START -> reported.read(tape, tape.member(tape.member(JsonTape.ROOT, "message"), "usage"));
            case END -> end();
            case STOP -> {
                stopped = true;
                return Verdict.LAST;
            }
            case ERROR -> {
                return fail(event.data());
            }
            case OTHER -> {
                // Nothing that a gateway has to know.
            }
        }
        return Verdict.FORWARD;
    }

    private void delta(int delta) {
        if (saysSomething(delta, "text") || saysSomething(delta, "thinking") || saysSomething(delta, "partial_json")) {
            output();
        }
    }

    private boolean saysSomething(int delta, String member) {
        int text = tape.member(delta, member);
        return tape.isText(text) && !tape.isEmpty(text);
    }

    /** A text begins empty; whatever else a block is, a tool's call or its result, is there by beginning. */
    private void block(int block) {
        int type = tape.member(block, "type");
        boolean words = tape.is(type, "text") || tape.is(type, "thinking");
        if (!words || saysSomething(block, "text") || saysSomething(block, "thinking")) {
            output();
        }
    }

    private void end() {
        reported.read(tape, tape.member(JsonTape.ROOT, "usage"));
        if (saysSomething(tape.member(JsonTape.ROOT, "delta"), "stop_reason")) {
            finished = true;
            output();
        }
    }

    @Override
    protected boolean complete() {
        return errorPayload() == null && (stopped || finished);
    }

    @Override
    protected byte @Nullable [] missingEnd() {
        return stopped ? null : STOP_EVENT.clone();
    }

    @Override
    protected @Nullable Usage usage() {
        return reported.normalised();
    }
}
