package dev.byok.gateway;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * The way of one attempt: wait for the headers, judge the answer, go on from the judgement. Reactor's {@code timeout}, {@code
 * then}, {@code onErrorResume}, {@code doOnCancel} and {@code flatMap} do the same in some ten objects, which every request
 * would pay for. Subscribe once.
 */
final class AttemptFlow extends Mono<Void> {

    private static final int HEADERS = 0;
    private static final int JUDGING = 1;
    private static final int DECIDED = 2;
    private static final int CANCELLED = 3;

    private final Mono<Void> headers;
    private final Stages stages;
    private final Duration limit;
    private final boolean limitEndsWithHeaders;
    private final Scheduler timers;

    /** What is done on the way. */
    interface Stages {

        /** Looks at an answer whose headers have come. Errors are judged as those of the call are. */
        Mono<Judgement> judge();

        /** Judges a call that brought no answer; a {@link TimeoutException} where it was not there in time. */
        Judgement judge(Throwable thrown);

        /** Goes on. Nothing of the attempt itself is under way any more. */
        Mono<Void> after(Judgement judgement);

        /** Told if the subscriber leaves before the judgement. */
        void givenUp();
    }

    /**
     * @param headers completes when headers have come
     * @param limit from subscription to the judgement
     * @param limitEndsWithHeaders the judging has limits of its own
     */
    AttemptFlow(Mono<Void> headers, Stages stages, Duration limit, boolean limitEndsWithHeaders, Scheduler timers) {
        this.headers = headers;
        this.stages = stages;
        this.limit = limit;
        this.limitEndsWithHeaders = limitEndsWithHeaders;
        this.timers = timers;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> subscriber) {
        Flow flow = new Flow(subscriber);
        subscriber.onSubscribe(flow);
        flow.begin();
    }

    /** Whoever moves the state to {@link #DECIDED} goes on from there; what comes later is not looked at. */
    private final class Flow implements Subscription {

        private static final AtomicIntegerFieldUpdater<Flow> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Flow.class, "state");
        private static final AtomicReferenceFieldUpdater<Flow, @Nullable Subscription> ATTEMPT =
                AtomicReferenceFieldUpdater.newUpdater(Flow.class, Subscription.class, "attempt");
        private static final AtomicReferenceFieldUpdater<Flow, @Nullable Subscription> NEXT =
                AtomicReferenceFieldUpdater.newUpdater(Flow.class, Subscription.class, "next");

        private final CoreSubscriber<? super Void> subscriber;
        private final Context context;
        private volatile int state = HEADERS;

        @SuppressWarnings("UnusedVariable") // by ATTEMPT
        private volatile @Nullable Subscription attempt;

        @SuppressWarnings("UnusedVariable") // by NEXT
        private volatile @Nullable Subscription next;

        private volatile @Nullable Disposable timer;
        private volatile boolean timeIsUp;

        Flow(CoreSubscriber<? super Void> subscriber) {
            this.subscriber = subscriber;
            this.context = subscriber.currentContext();
        }

        void begin() {
            if (state == HEADERS) {
                startTimer();
            }
            if (state == HEADERS) {
                headers.subscribe(new OfHeaders());
            }
            if (state >= DECIDED) {
                stopTimer();
            }
        }

        private void startTimer() {
            try {
                timer = timers.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException stopped) {
                failed(stopped);
            }
        }

        @Override
        public void request(long n) {
            // Nothing but the end will come.
        }

        @Override
        public void cancel() {
            int before = STATE.getAndSet(this, CANCELLED);
            stopTimer();
            if (before < DECIDED) {
                Operators.terminate(ATTEMPT, this);
                stages.givenUp();
            }
            // What has been judged may be the answer by now: it belongs to whoever was told so.
            Operators.terminate(NEXT, this);
        }

        /** Even when it is stopped just then, and the limit was not for what has begun since. */
        private void expire() {
            timeIsUp = true;
            if (limitEndsWithHeaders ? STATE.compareAndSet(this, HEADERS, DECIDED) : decided()) {
                Operators.terminate(ATTEMPT, this);
                goOn(() -> stages.judge(new TimeoutException("no answer in time")));
            }
        }

        private void failed(Throwable thrown) {
            if (decided()) {
                stopTimer();
                goOn(() -> stages.judge(thrown));
            } else {
                Operators.onErrorDropped(thrown, context);
            }
        }

        private void judge() {
            if (!STATE.compareAndSet(this, HEADERS, JUDGING)) {
                return;
            }
            if (limitEndsWithHeaders) {
                stopTimer();
            }
            Mono<Judgement> judging;
            try {
                judging = stages.judge();
            } catch (Throwable thrown) {
                Exceptions.throwIfFatal(thrown);
                failed(thrown);
                return;
            }
            judging.subscribe(new OfJudgement());
        }

        private void judged(Judgement judgement) {
            if (decided()) {
                stopTimer();
                goOn(() -> judgement);
            }
        }

        private boolean decided() {
            int now = state;
            while (now < DECIDED) {
                if (STATE.compareAndSet(this, now, DECIDED)) {
                    return true;
                }
                now = state;
            }
            return false;
        }

        private void goOn(Supplier<Judgement> judgement) {
            Mono<Void> after;
            try {
                after = stages.after(judgement.get());
            } catch (Throwable thrown) {
                Exceptions.throwIfFatal(thrown);
                subscriber.onError(Operators.onOperatorError(thrown, context));
                return;
            }
            if (after == Mono.<Void>empty()) {
                subscriber.onComplete();
            } else {
                after.subscribe(new OfNext());
            }
        }

        /** Not while it goes off: what is done from there must not be interrupted. */
        private void stopTimer() {
            Disposable running = timer;
            if (running != null && !timeIsUp) {
                running.dispose();
            }
        }

        /** Of whatever is under way. */
        private abstract class Part<T> implements CoreSubscriber<T> {

            @Override
            public Context currentContext() {
                return context;
            }

            @Override
            public void onError(Throwable thrown) {
                failed(thrown);
            }
        }

        private final class OfHeaders extends Part<Void> {

            @Override
            public void onSubscribe(Subscription subscription) {
                if (Operators.setOnce(ATTEMPT, Flow.this, subscription)) {
                    subscription.request(Long.MAX_VALUE);
                }
            }

            @Override
            public void onNext(Void nothing) {
                // There are no values of this type.
            }

            @Override
            public void onComplete() {
                judge();
            }
        }

        private final class OfJudgement extends Part<Judgement> {

            @Override
            public void onSubscribe(Subscription subscription) {
                if (Operators.replace(ATTEMPT, Flow.this, subscription)) {
                    subscription.request(Long.MAX_VALUE);
                }
            }

            @Override
            public void onNext(Judgement judgement) {
                judged(judgement);
            }

            @Override
            public void onComplete() {
                if (decided()) {
                    stopTimer();
                    subscriber.onComplete();
                }
            }
        }

        private final class OfNext extends Part<Void> {

            @Override
            public void onSubscribe(Subscription subscription) {
                if (Operators.setOnce(NEXT, Flow.this, subscription)) {
                    subscription.request(Long.MAX_VALUE);
                }
            }

            @Override
            public void onNext(Void nothing) {
                // There are no values of this type.
            }

            @Override
            public void onError(Throwable thrown) {
                subscriber.onError(thrown);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        }
    }
}
