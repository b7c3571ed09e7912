package dev.byok.gateway;

import dev.byok.idempotency.Lease;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Takes an upstream's answer to its end, however fast its caller is and whether it stays, and gives it to that caller as
 * it comes. As long as there is room for all of it, the upstream does not wait for the caller; from then on it does, and
 * without a caller it is given up. What it holds is on the heap and needs no freeing.
 */
final class Recording extends BaseSubscriber<ByteBuf> {

    private final Lease lease;
    private final Runnable onChange;
    private final Sinks.Many<byte[]> live = Sinks.unsafe().many().unicast().onBackpressureBuffer();

    // Below: only touched by who holds this object's monitor.
    private final List<byte[]> pieces = new ArrayList<>();
    private int length;
    private int unread;
    private boolean tooLong;
    private boolean taken;
    private boolean callerIsGone;
    private boolean complete;
    private boolean ended;

    /**
     * @param onChange told when the answer has ended, and when the caller begins to take it
     */
    Recording(Lease lease, Runnable onChange) {
        this.lease = lease;
        this.onChange = onChange;
    }

    /** Returns the answer as it comes; for one subscriber. */
    Flux<ByteBuf> live() {
        return live.asFlux()
                .doOnSubscribe(subscription -> begin())
                .doOnNext(piece -> pieceIsRead())
                .doOnCancel(this::callerLeaves)
                .map(Unpooled::wrappedBuffer);
    }

    /** Returns whether nothing more will come. */
    synchronized boolean ended() {
        return ended;
    }

    /** Returns whether the caller takes it: then no other answer will take its place. */
    synchronized boolean taken() {
        return taken;
    }

    synchronized boolean tooLong() {
        return tooLong;
    }

    /** Returns all of it; null if it did not end well or was too long. */
    synchronized byte @Nullable [] whole() {
        if (!complete || tooLong) {
            return null;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    /** The caller will not take what is still to come. */
    void callerLeaves() {
        boolean giveUp;
        synchronized (this) {
            callerIsGone = true;
            giveUp = tooLong && !ended;
        }
        if (giveUp) {
            giveUp();
        }
    }

    /** Ends it as it is: another answer takes its place, or nobody can have it. */
    void giveUp() {
        cancel();
        end(false);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(UpstreamBody.WINDOW);
    }

    @Override
    protected void hookOnNext(ByteBuf bytes) {
        byte[] piece;
        try {
            piece = ByteBufUtil.getBytes(bytes);
        } finally {
            bytes.release();
        }
        boolean giveUp;
        boolean more;
        synchronized (this) {
            keep(piece);
            unread++;
            giveUp = tooLong && callerIsGone;
            more = !tooLong;
        }
        live.tryEmitNext(piece);
        if (giveUp) {
            giveUp();
        } else if (more) {
            request(1);
        }
    }

    private void keep(byte[] piece) {
        if (tooLong) {
            return;
        }
        if (lease.reserve(piece.length)) {
            pieces.add(piece);
            length += piece.length;
        } else {
            tooLong = true;
            pieces.clear();
        }
    }

    private void begin() {
        synchronized (this) {
            taken = true;
        }
        onChange.run();
    }

    private void pieceIsRead() {
        boolean more;
        synchronized (this) {
            unread--;
            more = tooLong && unread == 0 && !ended;
        }
        if (more) {
            request(1);
        }
    }

    @Override
    protected void hookOnComplete() {
        end(true);
        live.tryEmitComplete();
    }

    @Override
    protected void hookOnError(Throwable thrown) {
        end(false);
        live.tryEmitError(thrown);
    }

    /** Told before the caller hears of it: one that comes again at once finds it ended. */
    private void end(boolean well) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            complete = well;
        }
        onChange.run();
    }
}
