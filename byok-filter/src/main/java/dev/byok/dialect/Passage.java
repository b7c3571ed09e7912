package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The way of one buffer's bytes: what goes on of it, in runs as long as possible, after what had been held. Borrows the
 * buffer; every slice it makes is a reference of its own.
 */
final class Passage {

    private final ByteBuf chunk;
    private final Outgoing outgoing;
    private int runFrom;
    private int runTo;

    Passage(ByteBuf chunk, ByteBufAllocator allocator) {
        this.chunk = chunk;
        this.outgoing = new Outgoing(allocator);
    }

    /** Where to put what goes before this buffer's bytes. */
    Outgoing outgoing() {
        return outgoing;
    }

    /** Lets the bytes between two offsets pass; calls go from left to right. */
    void forward(int from, int to) {
        if (from != runTo) {
            endRun();
            runFrom = from;
        }
        runTo = to;
    }

    private void endRun() {
        if (runTo > runFrom) {
            outgoing.add(slice(runFrom, runTo));
        }
    }

    /** Returns the bytes between two offsets, owned by the caller. */
    ByteBuf slice(int from, int to) {
        return to - from == chunk.readableBytes()
                ? chunk.retain()
                : chunk.retainedSlice(chunk.readerIndex() + from, to - from);
    }

    /** Returns everything that passes, owned by the caller; null if nothing does. */
    @Nullable
    ByteBuf take() {
        endRun();
        return outgoing.take();
    }
}
