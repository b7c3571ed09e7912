package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Takes an answer's body as slowly as it is told to. */
final class CallerSide extends BaseSubscriber<ByteBuf> {

    private final StringBuilder received = new StringBuilder();
    private final long first;
    private volatile boolean completed;
    private volatile @Nullable Throwable error;

    /**
     * @param first how many buffers it asks for at once
     */
    CallerSide(long first) {
        this.first = first;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (first > 0) {
            subscription.request(first);
        }
    }

    @Override
    protected void hookOnNext(ByteBuf buffer) {
        received.append(buffer.toString(StandardCharsets.UTF_8));
        buffer.release();
    }

    @Override
    protected void hookOnComplete() {
        completed = true;
    }

    @Override
    protected void hookOnError(Throwable thrown) {
        error = thrown;
    }

    String received() {
        return received.toString();
    }

    boolean completed() {
        return completed;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    boolean over() {
        return completed || error != null;
    }
}
