package dev.byok.gateway;

import dev.byok.dialect.WholeAnswer;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is not streamed. It commits at its end, since nobody can use half a JSON document: until then
 * another attempt may still replace it. A longer one than {@value #HELD} bytes goes live when it exceeds them.
 */
final class WholeAnswerReader implements AnswerReader {

    /** How many bytes wait for the rest of their answer. */
    static final int HELD = 64 * 1024;

    private final ErrorSearch search = new ErrorSearch();
    private final List<ByteBuf> held = new ArrayList<>(2);
    private int length;
    private boolean ended;
    private byte @Nullable [] error;

    @Override
    public ByteBuf accept(ByteBuf chunk) {
        boolean looking = length <= HELD;
        length += chunk.readableBytes();
        if (looking) {
            search.look(chunk);
            held.add(chunk.retainedSlice());
        }
        if (looking && length > HELD) {
            judge();
        }
        return chunk;
    }

    @Override
    public @Nullable ByteBuf end() {
        ended = true;
        if (length <= HELD) {
            judge();
        }
        return null;
    }

    @Override
    public boolean committed() {
        return error == null && ((ended && length > 0) || length > HELD);
    }

    @Override
    public byte @Nullable [] errorPayload() {
        return error;
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
        held.forEach(ByteBuf::release);
        held.clear();
    }

    private void judge() {
        if (search.found()) {
            byte[] bytes = bytes();
            error = WholeAnswer.isError(bytes) ? bytes : null;
        }
        release();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[held.stream().mapToInt(ByteBuf::readableBytes).sum()];
        int at = 0;
        for (ByteBuf piece : held) {
            int count = piece.readableBytes();
            piece.getBytes(piece.readerIndex(), bytes, at, count);
            at += count;
        }
        return bytes;
    }
}
