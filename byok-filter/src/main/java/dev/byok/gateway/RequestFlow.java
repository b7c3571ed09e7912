package dev.byok.gateway;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * What the host does with a request, what follows that, and what is done at the end of both, however it comes. Reactor's
 * {@code then}, {@code onErrorResume} and {@code using} or {@code doFinally} do the same in several objects each.
 */
final class RequestFlow extends Mono<Void> {

    private final Mono<Void> host;
    private final Stages stages;

    /** What is done on the way. */
    interface Stages {

        /**
         * Returns what follows.
         *
         * @param thrown what the host failed by; null if it did not
         */
        Mono<Void> after(@Nullable Throwable thrown);

        /**
         * Called once, before the subscriber hears of the end, or after everything has been cancelled.
         *
         * @param how complete, error or cancel
         * @param thrown the error
         */
        void over(SignalType how, @Nullable Throwable thrown);
    }

    RequestFlow(Mono<Void> host, Stages stages) {
        this.host = host;
        this.stages = stages;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> subscriber) {
        host.subscribe(new Flow(stages, subscriber));
    }

    private static final class Flow implements CoreSubscriber<Void>, Subscription {

        private static final AtomicReferenceFieldUpdater<Flow, @Nullable Subscription> UNDER_WAY =
                AtomicReferenceFieldUpdater.newUpdater(Flow.class, Subscription.class, "underWay");
        private static final AtomicIntegerFieldUpdater<Flow> OVER =
                AtomicIntegerFieldUpdater.newUpdater(Flow.class, "over");

        private final Stages stages;
        private final CoreSubscriber<? super Void> subscriber;
        private final Context context;
        private boolean hostIsDone;

        @SuppressWarnings("UnusedVariable") // by UNDER_WAY
        private volatile @Nullable Subscription underWay;

        private volatile int over;

        Flow(Stages stages, CoreSubscriber<? super Void> subscriber) {
            this.stages = stages;
            this.subscriber = subscriber;
            this.context = subscriber.currentContext();
        }

        /** Kept here: whoever asks for it further up would walk down to its beginning each time. */
        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (hostIsDone) {
                if (Operators.replace(UNDER_WAY, this, subscription)) {
                    subscription.request(Long.MAX_VALUE);
                }
            } else {
                underWay = subscription;
                subscriber.onSubscribe(this);
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(Void nothing) {
            // There are no values of this type.
        }

        @Override
        public void onComplete() {
            ended(null);
        }

        @Override
        public void onError(Throwable thrown) {
            ended(thrown);
        }

        @Override
        public void request(long n) {
            // Nothing but the end will come.
        }

        @Override
        public void cancel() {
            if (over == 0) {
                Operators.terminate(UNDER_WAY, this);
                Throwable broken = end(SignalType.CANCEL, null);
                if (broken != null) {
                    Operators.onErrorDropped(broken, context);
                }
            }
        }

        private void ended(@Nullable Throwable thrown) {
            if (hostIsDone) {
                finish(thrown);
                return;
            }
            hostIsDone = true;
            if (over != 0) {
                return;
            }
            Mono<Void> after;
            try {
                after = stages.after(thrown);
            } catch (Throwable broken) {
                Exceptions.throwIfFatal(broken);
                finish(broken);
                return;
            }
            if (after == Mono.<Void>empty()) {
                finish(null);
            } else {
                after.subscribe(this);
            }
        }

        private void finish(@Nullable Throwable thrown) {
            Throwable broken = end(thrown == null ? SignalType.ON_COMPLETE : SignalType.ON_ERROR, thrown);
            Throwable told = thrown == null ? broken : thrown;
            if (told == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(told);
            }
        }

        /** Returns what went wrong at it: the subscriber must hear of the end in any case. */
        private @Nullable Throwable end(SignalType how, @Nullable Throwable thrown) {
            if (OVER.compareAndSet(this, 0, 1)) {
                try {
                    stages.over(how, thrown);
                } catch (Throwable broken) {
                    Exceptions.throwIfFatal(broken);
                    return broken;
                }
            }
            return null;
        }
    }
}
