package dev.byok.gateway;

import dev.byok.dialect.WholeAnswer;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is not streamed. It commits at its end, since nobody can use half a JSON document: until then
 * another attempt may still replace it. A longer one than it may hold goes live when it exceeds that.
 */
final class WholeAnswerReader implements AnswerReader {

    /** How many bytes wait for the rest of their answer, if nobody says otherwise. */
    static final int HELD = 64 * 1024;

    private final ErrorSearch search = new ErrorSearch();
    private final List<ByteBuf> held = new ArrayList<>(2);
    private final int mostHeld;
    private final boolean strict;
    private int length;
    private boolean ended;
    private boolean wellFormed = true;
    private byte @Nullable [] error;

    WholeAnswerReader() {
        this(HELD, false);
    }

    private WholeAnswerReader(int mostHeld, boolean strict) {
        this.mostHeld = mostHeld;
        this.strict = strict;
    }

    /** Returns a reader that also looks whether what has ended is a whole document. */
    static WholeAnswerReader strict(int mostHeld) {
        return new WholeAnswerReader(mostHeld, true);
    }

    @Override
    public ByteBuf accept(ByteBuf chunk) {
        boolean looking = length <= mostHeld;
        length += chunk.readableBytes();
        if (looking) {
            search.look(chunk);
            held.add(chunk.retainedSlice());
        }
        if (looking && length > mostHeld) {
            judge();
        }
        return chunk;
    }

    @Override
    public @Nullable ByteBuf end() {
        ended = true;
        if (length <= mostHeld) {
            judge();
        }
        return null;
    }

    @Override
    public boolean committed() {
        return error == null && ((ended && length > 0) || length > mostHeld);
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
    public boolean whole() {
        return ended && length > 0 && wellFormed;
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
        if (search.found() || strict) {
            byte[] bytes = bytes();
            error = WholeAnswer.isError(bytes) ? bytes : null;
            wellFormed = !strict || WholeAnswer.isWellFormed(bytes);
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
