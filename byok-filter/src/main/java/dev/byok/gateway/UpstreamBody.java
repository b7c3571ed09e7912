package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * The body of one upstream answer: read from {@link #peek()} on, held until it commits, then passed to its one subscriber
 * with at most {@value #WINDOW} buffers in between. An upstream connection's inbound allows one subscriber only, so the
 * one who looks at the first bytes must own the rest.
 *
 * <p>Signals of the upstream, the subscriber and the timers may come from different threads; everything is done in {@link
 * #drain()} by one of them at a time. Every buffer in a queue is owned by this object; a buffer handed to the subscriber is
 * the subscriber's.
 */
final class UpstreamBody extends Flux<ByteBuf> implements CoreSubscriber<ByteBuf>, Subscription {

    /** How many buffers may be on their way from the upstream to the caller. */
    static final int WINDOW = 16;

    private static final int REFILL = WINDOW / 2;

    private static final AtomicIntegerFieldUpdater<UpstreamBody> WIP =
            AtomicIntegerFieldUpdater.newUpdater(UpstreamBody.class, "wip");
    private static final AtomicLongFieldUpdater<UpstreamBody> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(UpstreamBody.class, "requested");
    private static final AtomicIntegerFieldUpdater<UpstreamBody> TAKEN =
            AtomicIntegerFieldUpdater.newUpdater(UpstreamBody.class, "taken");
    private static final AtomicReferenceFieldUpdater<UpstreamBody, BodyFailure> FAILURE =
            AtomicReferenceFieldUpdater.newUpdater(UpstreamBody.class, BodyFailure.class, "failure");

    private static final AtomicReferenceFieldUpdater<UpstreamBody, @Nullable Peek> UNTOLD =
            AtomicReferenceFieldUpdater.newUpdater(UpstreamBody.class, Peek.class, "untold");

    private final Flux<ByteBuf> source;
    private final AnswerClock clock = new AnswerClock();
    private final boolean pings;
    private final Queue<ByteBuf> incoming = Queues.<ByteBuf>unbounded(WINDOW).get();

    @SuppressWarnings("UnusedVariable") // by WIP
    private volatile int wip;

    @SuppressWarnings("UnusedVariable") // by TAKEN
    private volatile int taken;

    private volatile long requested;
    private volatile @Nullable BodyFailure failure;

    @SuppressWarnings("UnusedVariable") // by UNTOLD
    private volatile @Nullable Peek untold;

    private volatile @Nullable MonoSink<Peek> decision;
    private volatile boolean upstreamDone;
    private volatile boolean cancelled;
    private volatile boolean pingDue;
    private volatile @Nullable Subscription upstream;
    private volatile @Nullable CoreSubscriber<? super ByteBuf> downstream;

    // Below: only touched inside drain().
    private final HeldAnswer answer;
    private boolean downstreamDone;
    private int consumed;

    /**
     * @param source the inbound, each buffer retained for us
     * @param lastWords what to tell the caller when a committed body ends in this way, owned by us; null to break the
     *     connection instead
     * @param onEnd told once how a committed body ended
     */
    UpstreamBody(
            Flux<ByteBuf> source,
            AnswerReader reader,
            Function<BodyEnd, @Nullable ByteBuf> lastWords,
            Consumer<BodyEnd> onEnd) {
        this.source = source;
        this.pings = reader.pings();
        this.answer = new HeldAnswer(reader, lastWords, onEnd, clock);
    }

    /**
     * Returns what the beginning turns out to be; subscribe once. Cancelling it gives the body up.
     */
    Mono<Peek> peek() {
        // A sink calls its own onCancel no more once it has begun to deliver, although what it delivers may be dropped.
        return Mono.<Peek>create(sink -> {
                    decision = sink;
                    source.subscribe(this);
                })
                .doOnCancel(this::cancel);
    }

    /** Ends a committed body from outside, as a timer does. */
    void fail(BodyEnd end) {
        failWith(new BodyFailure(end, null));
    }

    /** Lets the caller hear something if it is time, and if its dialect has a word for that. */
    void ping() {
        if (pings) {
            pingDue = true;
            drain();
        }
    }

    /** Returns when it last made progress. */
    AnswerClock clock() {
        return clock;
    }

    /** Returns whether the upstream has nothing more to send. */
    boolean upstreamDone() {
        return upstreamDone;
    }

    // ---- the upstream's signals

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        if (cancelled || failure != null) {
            subscription.cancel();
            return;
        }
        subscription.request(WINDOW);
    }

    @Override
    public void onNext(ByteBuf chunk) {
        incoming.offer(chunk);
        drain();
    }

    @Override
    public void onError(Throwable cause) {
        failWith(new BodyFailure(BodyEnd.CUT, cause));
    }

    @Override
    public void onComplete() {
        upstreamDone = true;
        drain();
    }

    @Override
    public Context currentContext() {
        CoreSubscriber<? super ByteBuf> subscriber = downstream;
        return subscriber == null ? Context.empty() : subscriber.currentContext();
    }

    // ---- the caller's signals

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
        if (TAKEN.getAndSet(this, 1) != 0) {
            Operators.error(subscriber, new IllegalStateException("an upstream's body can be read once"));
            return;
        }
        if (cancelled) {
            Operators.error(subscriber, new BrokenAnswerException(BodyEnd.CANCELLED));
            return;
        }
        // No signal may overtake this one: until it has returned nobody else knows the subscriber.
        subscriber.onSubscribe(this);
        downstream = subscriber;
        drain();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            drain();
        }
    }

    /** Gives the body up: closes the upstream connection unless the answer is over, frees what is held. Idempotent. */
    @Override
    public void cancel() {
        cancelled = true;
        cancelUpstream();
        drain();
    }

    private void failWith(BodyFailure cause) {
        if (FAILURE.compareAndSet(this, null, cause)) {
            cancelUpstream();
            drain();
        }
    }

    private void cancelUpstream() {
        Subscription subscription = upstream;
        if (subscription != null && !upstreamDone) {
            subscription.cancel();
        }
    }

    private void drain() {
        if (WIP.getAndIncrement(this) != 0) {
            return;
        }
        int missed = 1;
        do {
            if (cancelled) {
                abandon();
            } else {
                // The end is looked at first: what came before it is in the queue by then, what comes later is not its.
                BodyFailure cause = failure;
                boolean atEnd = cause != null || upstreamDone;
                readIncoming();
                pingIfDue();
                if (atEnd) {
                    answer.readEnd(cause);
                    obeyAnswer();
                }
                emit();
                if (cancelled) {
                    abandon();
                }
            }
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
        tell();
    }

    /** Outside the draining, so that whoever goes on from here finds an answer that is over to be over. */
    private void tell() {
        Peek peek = UNTOLD.getAndSet(this, null);
        MonoSink<Peek> waiting = decision;
        if (peek != null && waiting != null) {
            waiting.success(peek);
        }
    }

    /**
     * Takes the whole answer where all of it is here and nobody has subscribed: one buffer can be written at once.
     *
     * @return owned by the caller; null if the answer has to be subscribed to
     */
    @Nullable
    ByteBuf takeWhole() {
        if (!upstreamDone || downstream != null || !WIP.compareAndSet(this, 0, 1)) {
            return null;
        }
        ByteBuf whole = null;
        if (!downstreamDone && !cancelled && answer.isOneWholeBuffer()) {
            whole = answer.poll();
            downstreamDone = true;
        }
        if (WIP.decrementAndGet(this) != 0) {
            WIP.set(this, 0);
            drain();
        }
        return whole;
    }

    private void abandon() {
        ByteBuf chunk = incoming.poll();
        while (chunk != null) {
            chunk.release();
            chunk = incoming.poll();
        }
        answer.abandon();
        downstreamDone = true;
    }

    private void readIncoming() {
        ByteBuf chunk = incoming.poll();
        while (chunk != null) {
            if (answer.read(chunk)) {
                refill();
            }
            obeyAnswer();
            chunk = incoming.poll();
        }
    }

    private void pingIfDue() {
        if (pingDue) {
            pingDue = false;
            answer.ping();
        }
    }

    /** What has been read may ask for the upstream's end. */
    private void obeyAnswer() {
        Peek known = answer.takePeek();
        if (known != null) {
            untold = known;
        }
        BodyFailure broken = answer.failure();
        if (answer.refused()) {
            cancelled = true;
            cancelUpstream();
        } else if (broken != null) {
            failWith(broken);
        }
    }

    private void emit() {
        CoreSubscriber<? super ByteBuf> subscriber = downstream;
        if (subscriber == null || downstreamDone) {
            clock.waitingForUpstream(answer.isEmpty() || !answer.decided());
            return;
        }
        long demand = requested;
        long emitted = 0;
        while (emitted != demand && !cancelled) {
            ByteBuf next = answer.poll();
            if (next == null) {
                break;
            }
            emitted++;
            subscriber.onNext(next);
            // What was parked has been asked for anew already, or reading would have stopped before the first output.
            if (!answer.wasParked()) {
                refill();
            }
        }
        if (emitted != 0) {
            Operators.produced(REQUESTED, this, emitted);
        }
        clock.waitingForUpstream(answer.isEmpty());
        if (answer.ended() && answer.isEmpty() && !cancelled) {
            downstreamDone = true;
            Throwable endError = answer.endError();
            if (endError == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(endError);
            }
        }
    }

    private void refill() {
        Subscription subscription = upstream;
        if (++consumed >= REFILL && subscription != null && !upstreamDone) {
            int n = consumed;
            consumed = 0;
            subscription.request(n);
        }
    }
}
