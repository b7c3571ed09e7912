package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a stream in pieces, as a gateway does, and checks at the end that every buffer has been freed: those that were given
 * and those that were made of them, which its allocator counts. Netty's own leak detection would cost a stack trace each
 * time that one of a million pieces is touched.
 */
final class StreamFeed {

    /** What came of it. */
    record Result(
            String forwarded,
            long events,
            long realOutputs,
            long malformedEvents,
            boolean complete,
            boolean doneSeen,
            @Nullable Usage usage,
            @Nullable String error) {

        boolean realOutput() {
            return realOutputs > 0;
        }
    }

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final ChatStream stream;
    private final List<ByteBuf> given = new ArrayList<>();
    private final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();

    StreamFeed(ChatStream stream) {
        this.stream = stream;
    }

    static Result whole(String text, boolean stripUsage) {
        return feed(text.getBytes(StandardCharsets.UTF_8), stripUsage, () -> Integer.MAX_VALUE);
    }

    static Result pieces(byte[] bytes, boolean stripUsage, int length) {
        return feed(bytes, stripUsage, () -> length);
    }

    static Result random(byte[] bytes, boolean stripUsage, Random random) {
        return feed(bytes, stripUsage, () -> 1 + random.nextInt(random.nextBoolean() ? 4 : 300));
    }

    private static Result feed(byte[] bytes, boolean stripUsage, IntSupplier length) {
        StreamFeed feed = new StreamFeed(new ChatStream(stripUsage));
        for (int from = 0; from < bytes.length; ) {
            int to = (int) Math.min(bytes.length, (long) from + length.getAsInt());
            feed.give(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return feed.end();
    }

    /** Gives a piece, and returns what was forwarded at once. */
    @Nullable
    String give(String piece) {
        return give(piece.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    String give(byte[] piece) {
        ByteBuf chunk = given.size() % 2 == 0
                ? allocator
                        .directBuffer(piece.length + 3)
                        .writeZero(3)
                        .skipBytes(3)
                        .writeBytes(piece)
                : allocator.heapBuffer(piece.length).writeBytes(piece);
        given.add(chunk);
        return forward(stream.accept(chunk));
    }

    Result end() {
        forward(stream.end());
        stream.release();
        assertNothingHeld();
        byte[] error = stream.errorPayload();
        return new Result(
                forwarded.toString(StandardCharsets.UTF_8),
                stream.events(),
                stream.realOutputs(),
                stream.malformedEvents(),
                stream.complete(),
                stream.doneSeen(),
                stream.usage(),
                error == null ? null : new String(error, StandardCharsets.UTF_8));
    }

    void assertNothingHeld() {
        assertThat(given.stream().filter(chunk -> chunk.refCnt() != 0).count())
                .as("buffers not freed")
                .isZero();
        assertThat(allocator.metric().usedDirectMemory())
                .as("direct memory not freed")
                .isZero();
        assertThat(allocator.metric().usedHeapMemory())
                .as("heap memory not freed")
                .isZero();
    }

    private @Nullable String forward(@Nullable ByteBuf buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        assertThat(buffer.release()).as("freed by its last owner").isEqualTo(buffer.refCnt() == 0);
        forwarded.writeBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
