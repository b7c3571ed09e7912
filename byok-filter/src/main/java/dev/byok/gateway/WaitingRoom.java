package dev.byok.gateway;

import dev.byok.failover.Step;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Where requests wait for keys that cool down. Those that queue hold their bodies and so are bounded in number. */
final class WaitingRoom {

    /** How many requests of a gateway may queue at once. */
    static final int PLACES = 1_000;

    private final Scheduler timers;
    private final AtomicInteger queued = new AtomicInteger();

    WaitingRoom(Scheduler timers) {
        this.timers = timers;
    }

    /** Goes on with one thing after the wait, or at once with the other where no place is left. */
    Mono<Void> stay(Step.Wait wait, Supplier<Mono<Void>> afterwards, Supplier<Mono<Void>> full) {
        if (!wait.queued()) {
            return Mono.delay(wait.delay(), timers).then(Mono.defer(afterwards));
        }
        return Mono.defer(() -> {
            if (queued.incrementAndGet() > PLACES) {
                queued.decrementAndGet();
                return full.get();
            }
            return Mono.delay(wait.delay(), timers)
                    .doFinally(signal -> queued.decrementAndGet())
                    .then(Mono.defer(afterwards));
        });
    }
}
