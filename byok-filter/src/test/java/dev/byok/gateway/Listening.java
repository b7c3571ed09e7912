package dev.byok.gateway;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Writes down how a publisher ends. An operator in between would keep a cancellation after the end to itself. */
final class Listening implements CoreSubscriber<Void> {

    private final List<String> events;
    private @Nullable Subscription subscription;

    private Listening(List<String> events) {
        this.events = events;
    }

    /** Subscribes; what is returned cancels. */
    static Subscription to(Publisher<Void> publisher, List<String> events) {
        Listening subscriber = new Listening(events);
        publisher.subscribe(subscriber);
        return Objects.requireNonNull(subscriber.subscription);
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
    }

    @Override
    public void onNext(Void nothing) {
        events.add("next");
    }

    @Override
    public void onError(Throwable thrown) {
        events.add("error " + thrown.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
        events.add("complete");
    }
}
