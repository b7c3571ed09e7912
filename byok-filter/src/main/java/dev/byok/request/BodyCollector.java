package dev.byok.request;

import dev.byok.request.BodyRefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Owns the pieces of one body until they are joined or given up. Last piece, limit, error, timer and cancellation may come
 * from different threads: whoever {@link #finish() finishes} first decides, and a piece that comes later is released.
 */
final class BodyCollector implements CoreSubscriber<DataBuffer>, Disposable {

    /** Pieces that are merged together if they are small: a body sent byte by byte must not cost a buffer per byte. */
    private static final int RUN = 64;

    private static final int SMALL_RUN_BYTES = RUN * 256;

    private final MonoSink<Void> sink;
    private final Consumer<DataBuffer> owner;
    private final DataSize max;
    private final BufferedBytes.Share share;
    private final List<DataBuffer> pieces = new ArrayList<>();
    private long received;
    private int runStart;
    private long runStartBytes;
    private boolean finished;
    private @Nullable Subscription source;
    private @Nullable Disposable timeout;

    BodyCollector(MonoSink<Void> sink, Consumer<DataBuffer> owner, DataSize max, BufferedBytes.Share share) {
        this.sink = sink;
        this.owner = owner;
        this.max = max;
        this.share = share;
    }

    static BodyRefusedException tooLarge(DataSize max) {
        return new BodyRefusedException(Reason.TOO_LARGE, "the body is larger than " + max.toBytes() + " bytes");
    }

    static BodyRefusedException busy() {
        return new BodyRefusedException(Reason.BUSY, "the gateway holds as many request bytes as it may: try again");
    }

    /** Starts the clock. */
    synchronized void watch(Scheduler timer, Duration limit) {
        if (!finished) {
            timeout = timer.schedule(() -> fail(tooSlow(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (accepts(subscription)) {
            subscription.request(Long.MAX_VALUE);
        } else {
            subscription.cancel();
        }
    }

    private synchronized boolean accepts(Subscription subscription) {
        if (finished || source != null) {
            return false;
        }
        source = subscription;
        return true;
    }

    @Override
    public void onNext(DataBuffer piece) {
        BodyRefusedException refusal = take(piece);
        if (refusal != null) {
            fail(refusal);
        }
    }

    /** Keeps a piece or releases it; returns why there is no room for it, or null. */
    private synchronized @Nullable BodyRefusedException take(DataBuffer piece) {
        int bytes = piece.readableByteCount();
        BodyRefusedException refusal = finished ? null : refusal(received + bytes);
        if (finished || refusal != null || bytes == 0) {
            DataBufferUtils.release(piece);
            return refusal;
        }
        received += bytes;
        pieces.add(piece);
        if (pieces.size() - runStart == RUN) {
            endRun();
        }
        return null;
    }

    private @Nullable BodyRefusedException refusal(long length) {
        if (length > Math.min(max.toBytes(), Integer.MAX_VALUE)) {
            return tooLarge(max);
        }
        return share.cover(length) ? null : busy();
    }

    private void endRun() {
        int bytes = (int) (received - runStartBytes);
        if (bytes < SMALL_RUN_BYTES) {
            List<DataBuffer> run = pieces.subList(runStart, pieces.size());
            DataBuffer merged = run.get(0).factory().allocateBuffer(bytes);
            run.forEach(merged::write);
            run.forEach(DataBufferUtils::release);
            run.clear();
            pieces.add(merged);
        }
        runStart = pieces.size();
        runStartBytes = received;
    }

    @Override
    public void onError(Throwable error) {
        fail(error);
    }

    @Override
    public void onComplete() {
        if (!finish()) {
            return;
        }
        if (pieces.isEmpty()) {
            sink.error(new BodyRefusedException(Reason.EMPTY, "the body is empty"));
            return;
        }
        try {
            owner.accept(pieces.get(0).factory().join(pieces));
        } catch (Throwable thrown) {
            Exceptions.throwIfFatal(thrown);
            sink.error(thrown);
            return;
        }
        sink.success();
    }

    /** Called when the subscriber cancels, and also after every result. */
    @Override
    public void dispose() {
        giveUp();
    }

    private void fail(Throwable error) {
        if (giveUp()) {
            sink.error(error);
        }
    }

    private boolean giveUp() {
        if (!finish()) {
            return false;
        }
        pieces.forEach(DataBufferUtils::release);
        pieces.clear();
        if (source != null) {
            source.cancel();
        }
        return true;
    }

    /** Ends the collecting; true for the one who did it, to whom the pieces then belong. */
    private synchronized boolean finish() {
        if (finished) {
            return false;
        }
        finished = true;
        if (timeout != null) {
            timeout.dispose();
        }
        return true;
    }

    private static BodyRefusedException tooSlow(Duration limit) {
        return new BodyRefusedException(Reason.TOO_SLOW, "the body did not arrive within " + limit.toSeconds() + " s");
    }
}
