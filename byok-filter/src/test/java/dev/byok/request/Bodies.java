package dev.byok.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bodies for tests, whole and in pieces. */
final class Bodies {

    /** Without the leak detector, whose records of every access would take most of the time; counts are asserted instead. */
    private static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(true, true);

    private Bodies() {}

    static ByteBuf heap(String json) {
        return Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    }

    /** Returns pieces of random sizes, direct and heap in turn, behind a few bytes that are already read. */
    static ByteBuf pieces(byte[] json, Random random) {
        CompositeByteBuf body = UNTRACKED.compositeBuffer(Integer.MAX_VALUE);
        int skipped = random.nextInt(3);
        body.addComponent(true, Unpooled.wrappedBuffer(new byte[skipped]));
        int largest = 1 + random.nextInt(Math.max(1, json.length));
        for (int from = 0; from < json.length; ) {
            int to = Math.min(json.length, from + 1 + random.nextInt(largest));
            byte[] piece = Arrays.copyOfRange(json, from, to);
            ByteBuf buffer = random.nextBoolean()
                    ? Unpooled.wrappedBuffer(piece)
                    : UNTRACKED.directBuffer(piece.length).writeBytes(piece);
            body.addComponent(true, buffer);
            from = to;
        }
        return body.skipBytes(skipped);
    }

    static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    static BodyFacts scan(String json) {
        return BodyScanner.scan(heap(json));
    }
}
