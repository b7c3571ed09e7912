package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** An upstream's inbound that sends what it is told, and keeps account of demand and of every buffer. */
final class ManualUpstream extends Flux<ByteBuf> implements Subscription {

    static final String ROLE =
            event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
    static final String FINISH = event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    static final String DONE = event("[DONE]");
    static final String ERROR = event("{\"error\":{\"message\":\"broke\",\"type\":\"server_error\"}}");
    static final String MALFORMED = event("{\"choices\":[");
    static final String PING = ": ping\n\n";

    /** Without the leak detector, whose records would take most of the time; counts are asserted instead. */
    private static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(true, true);

    private final Queue<ByteBuf> given = new ConcurrentLinkedQueue<>();
    private final AtomicLong requested = new AtomicLong();
    private volatile boolean cancelled;
    private volatile @Nullable CoreSubscriber<? super ByteBuf> subscriber;

    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    static String text(String content) {
        return event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"}}]}");
    }

    static ByteBuf buffer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return UNTRACKED.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        subscriber = actual;
        actual.onSubscribe(this);
    }

    ManualUpstream next(String... chunks) {
        for (String chunk : chunks) {
            ByteBuf buffer = buffer(chunk);
            given.add(buffer);
            subscriber().onNext(buffer);
        }
        return this;
    }

    void complete() {
        subscriber().onComplete();
    }

    void cut(Throwable cause) {
        subscriber().onError(cause);
    }

    private CoreSubscriber<? super ByteBuf> subscriber() {
        CoreSubscriber<? super ByteBuf> actual = subscriber;
        if (actual == null) {
            throw new IllegalStateException("nobody has subscribed");
        }
        return actual;
    }

    /** Returns how many more buffers may be sent. */
    long demand() {
        return requested.get() - given.size();
    }

    boolean cancelled() {
        return cancelled;
    }

    void assertNothingHeld(String name) {
        assertThat(given).as(name + ": buffers not freed").allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Override
    public void request(long n) {
        assertThat(n).isPositive();
        requested.addAndGet(n);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
