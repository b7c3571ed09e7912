package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The beginning of an event whose end has not arrived. Owns the buffers it was given, until they are taken or released.
 * Beyond a few pieces it copies them into one buffer, so that a provider that writes byte by byte costs no more memory
 * than its bytes.
 */
final class HeldBytes {

    private static final int MAX_PIECES = 16;

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2);
    private int length;
    private boolean copying;

    /** Adds bytes at the end, and owns the buffer from now on. */
    void add(ByteBufAllocator allocator, ByteBuf piece) {
        length += piece.readableBytes();
        if (!copying && pieces.size() < MAX_PIECES) {
            pieces.add(piece);
            return;
        }
        if (!copying) {
            copyAll(allocator);
        }
        pieces.element().writeBytes(piece);
        piece.release();
    }

    private void copyAll(ByteBufAllocator allocator) {
        ByteBuf copy = allocator.directBuffer(2 * length);
        while (!pieces.isEmpty()) {
            ByteBuf piece = pieces.remove();
            copy.writeBytes(piece);
            piece.release();
        }
        pieces.add(copy);
        copying = true;
    }

    int length() {
        return length;
    }

    /** Copies all bytes to the beginning of the array. */
    void copyTo(byte[] target) {
        int to = 0;
        for (ByteBuf piece : pieces) {
            int bytes = piece.readableBytes();
            piece.getBytes(piece.readerIndex(), target, to, bytes);
            to += bytes;
        }
    }

    /** Hands everything over and is empty afterwards. */
    void moveTo(Outgoing outgoing) {
        while (!pieces.isEmpty()) {
            outgoing.add(pieces.remove());
        }
        reset();
    }

    void release() {
        while (!pieces.isEmpty()) {
            pieces.remove().release();
        }
        reset();
    }

    private void reset() {
        length = 0;
        copying = false;
    }
}
