package dev.byok.secret;

import java.util.concurrent.Callable;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads that block, off the event loops. */
public final class BlockingRead {

    private BlockingRead() {}

    /**
     * Returns what the call returns or throws. Whoever no longer waits for it interrupts it, and what it throws then is
     * nobody's business: it is not reported as lost.
     */
    public static Mono<Secret> of(Callable<Secret> reading) {
        return Mono.fromCallable(() -> outcome(reading))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(Function.identity());
    }

    private static Mono<Secret> outcome(Callable<Secret> reading) {
        try {
            return Mono.just(reading.call());
        } catch (Exception e) {
            return Mono.error(e);
        }
    }
}
