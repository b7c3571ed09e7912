package dev.byok.request;

import dev.byok.request.BodyRefusedException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A copy of a body that is on its way to somebody else, within a limit of its own: what does not fit is not kept, and nobody
 * else notices. Thread-safe.
 */
public final class BodyCopy implements AutoCloseable {

    private final DataSize max;
    private final BufferedBytes.Share share;
    private long length;
    private @Nullable ByteBuf bytes;
    private @Nullable BodyRefusedException refusal;
    private boolean closed;

    /** @param share of all copies, closed with this */
    public BodyCopy(DataSize max, BufferedBytes.Share share) {
        this.max = max;
        this.share = share;
    }

    /** Copies the readable bytes of a piece, which stays its owner's and as it is. */
    public synchronized void add(ByteBuf piece) {
        int count = piece.readableBytes();
        if (closed || count == 0) {
            return;
        }
        length += count;
        if (refusal != null) {
            return;
        }
        refusal = refusal();
        if (refusal != null) {
            release();
            return;
        }
        ByteBuf copy = bytes;
        if (copy == null) {
            copy = ByteBufAllocator.DEFAULT.buffer(count);
            bytes = copy;
        }
        copy.writeBytes(piece, piece.readerIndex(), count);
    }

    /** Returns how many bytes have come, kept or not. */
    public synchronized long length() {
        return length;
    }

    private @Nullable BodyRefusedException refusal() {
        if (length > Math.min(max.toBytes(), Integer.MAX_VALUE)) {
            return BodyCollector.tooLarge(max);
        }
        return share.cover(length) ? null : BodyCollector.busy();
    }

    /**
     * Reads the whole copy, which is freed thereafter.
     *
     * @param reader does not keep the bytes
     * @throws BodyRefusedException if the body was empty or did not fit, or this has been closed
     */
    public synchronized <T> T read(Function<ByteBuf, T> reader) {
        try {
            if (refusal != null) {
                throw refusal;
            }
            if (bytes == null) {
                throw new BodyRefusedException(Reason.EMPTY, "the body is empty");
            }
            return reader.apply(bytes);
        } finally {
            close();
        }
    }

    /** Frees it; whatever comes later is not kept. May be called more than once. */
    @Override
    public synchronized void close() {
        closed = true;
        release();
    }

    private void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
        share.close();
    }
}
