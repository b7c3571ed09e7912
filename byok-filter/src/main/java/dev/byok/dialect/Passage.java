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
    private final ByteBufAllocator allocator;
    private final Outgoing outgoing;
    private @Nullable ByteBuf copied;
    private int runFrom;
    private int runTo;

    Passage(ByteBuf chunk, ByteBufAllocator allocator) {
        this.chunk = chunk;
        this.allocator = allocator;
        this.outgoing = new Outgoing(allocator);
    }

    /** Where to put what goes before all bytes that pass. */
    Outgoing outgoing() {
        return outgoing;
    }

    /** Lets pass what remains of bytes that lie in an array; small pieces cost less copied than each as a slice. */
    void forward(byte[] bytes, int from, int to, Cuts cuts) {
        endRun();
        ByteBuf copy = copied;
        if (copy == null) {
            copy = allocator.directBuffer(Math.max(to - from, chunk.readableBytes()));
            copied = copy;
        }
        int at = from;
        for (int i = 0; i < cuts.count(); i++) {
            copy.writeBytes(bytes, at, cuts.from(i) - at);
            at = cuts.to(i);
        }
        copy.writeBytes(bytes, at, to - at);
    }

    /** Lets the bytes between two offsets pass; calls go from left to right. */
    void forward(int from, int to) {
        endCopy();
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
        runFrom = runTo;
    }

    private void endCopy() {
        if (copied != null) {
            outgoing.add(copied);
            copied = null;
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
        endCopy();
        endRun();
        return outgoing.take();
    }
}
