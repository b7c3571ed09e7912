package dev.byok.secret;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Keeps secrets fresh in the background, from {@link #start()} to {@link #close()}. */
public final class SecretRefresher implements AutoCloseable {

    /** How exactly ages are kept to. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private final Secrets secrets;
    private final Scheduler timers;
    private final Disposable.Swap ticking = Disposables.swap();

    public SecretRefresher(Secrets secrets, Scheduler timers) {
        this.secrets = secrets;
        this.timers = timers;
    }

    public void start() {
        ticking.replace(Flux.interval(EVERY, timers)
                .onBackpressureDrop()
                .doOnNext(tick -> secrets.keepFresh())
                .retry()
                .subscribe());
    }

    @Override
    public void close() {
        ticking.dispose();
    }
}
