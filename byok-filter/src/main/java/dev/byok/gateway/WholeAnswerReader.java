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

    private static final byte[] ERROR_KEY = {'"', 'e', 'r', 'r', 'o', 'r', '"'};
    private static final int PROLOGUE = 64;

    private int length;
    private boolean ended;
    private boolean startsWithError;
    private byte @Nullable [] error;

    @Override
    public ByteBuf accept(ByteBuf chunk) {
        if (length == 0) {
            startsWithError = startsWithError(chunk);
        }
        if (startsWithError && length + chunk.readableBytes() <= HELD) {
            error = append(error, chunk);
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
        return (ended && length > 0 && error == null) || length > HELD;
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return ended && length <= HELD ? error : null;
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
        error = null;
    }

    /** Providers that report an error inside a 200 put it first, as in {@code {"error":{...}}}. */
    private static boolean startsWithError(ByteBuf chunk) {
        int start = chunk.readerIndex();
        int end = Math.min(chunk.writerIndex(), start + PROLOGUE);
        int at = skipSpace(chunk, start, end);
        if (at == end || chunk.getByte(at) != '{') {
            return false;
        }
        at = skipSpace(chunk, at + 1, end);
        if (at + ERROR_KEY.length > end) {
            return false;
        }
        for (int i = 0; i < ERROR_KEY.length; i++) {
            if (chunk.getByte(at + i) != ERROR_KEY[i]) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(ByteBuf chunk, int from, int end) {
        int at = from;
        while (at < end && chunk.getByte(at) <= ' ') {
            at++;
        }
        return at;
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
