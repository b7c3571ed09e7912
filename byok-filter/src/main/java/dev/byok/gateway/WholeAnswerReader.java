package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is not streamed. It commits at its end, since nobody can use half a JSON document: until then
 * another attempt may still replace it. A longer one than {@value #HELD} bytes goes live when it exceeds them.
 */
final class WholeAnswerReader implements AnswerReader {

    /** How many bytes wait for the rest of their answer. */
    static final int HELD = 64 * 1024;

    private static final byte[] ERROR_START = {'{', '"', 'e', 'r', 'r', 'o', 'r', '"', ':'};
    private static final int AFTER_BRACE = 1;
    private static final int AFTER_KEY = 8;

    /** What the answer begins with, as far as it has come. */
    private enum Beginning {
        UNKNOWN,
        ERROR,
        OTHER
    }

    private Beginning beginning = Beginning.UNKNOWN;
    private int matched;
    private int length;
    private boolean ended;
    private byte @Nullable [] head;

    @Override
    public ByteBuf accept(ByteBuf chunk) {
        if (beginning == Beginning.UNKNOWN) {
            beginning = look(chunk);
        }
        if (beginning == Beginning.OTHER) {
            head = null;
        } else if (length <= HELD) {
            head = append(head, chunk);
        }
        length += chunk.readableBytes();
        return chunk;
    }

    @Override
    public @Nullable ByteBuf end() {
        ended = true;
        return null;
    }

    @Override
    public boolean committed() {
        return beginning != Beginning.ERROR && ((ended && length > 0) || length > HELD);
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return beginning == Beginning.ERROR && (ended || length > HELD) ? head : null;
    }

    @Override
    public boolean broken() {
        return ended && length == 0;
    }

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public long outputs() {
        return length;
    }

    @Override
    public void release() {
        head = null;
    }

    /** Providers that report an error inside a 200 put it first, as in {@code {"error":{...}}}. */
    private Beginning look(ByteBuf chunk) {
        for (int i = chunk.readerIndex(); i < chunk.writerIndex(); i++) {
            byte next = chunk.getByte(i);
            if (next <= ' ' && next >= 0 && betweenTokens()) {
                continue;
            }
            if (matched == ERROR_START.length) {
                return next == '{' || next == '"' ? Beginning.ERROR : Beginning.OTHER;
            }
            if (next != ERROR_START[matched]) {
                return Beginning.OTHER;
            }
            matched++;
        }
        return Beginning.UNKNOWN;
    }

    private boolean betweenTokens() {
        return matched <= AFTER_BRACE || matched >= AFTER_KEY;
    }

    private static byte[] append(byte @Nullable [] head, ByteBuf chunk) {
        byte[] tail = ByteBufUtil.getBytes(chunk);
        if (head == null) {
            return tail;
        }
        byte[] joined = new byte[head.length + tail.length];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }
}
