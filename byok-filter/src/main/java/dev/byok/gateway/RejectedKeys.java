package dev.byok.gateway;

import dev.byok.health.CredentialId;
import dev.byok.health.Health;
import dev.byok.outcome.OutcomeClass;
import dev.byok.plan.Attempt;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;

/**
 * Reads the secrets of keys in quarantine again now and then, until {@link #close()}: a rotated one brings its key back at
 * once. Nobody else would notice, since a key in quarantine is not used.
 */
final class RejectedKeys implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final Health health;
    private final InstantSource clock;
    private final Scheduler timers;
    private final Map<CredentialId, Rejected> watched = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Disposable.Swap nextLook = Disposables.swap();

    /**
     * @param secret what the provider rejected; null where it could not be read at all
     */
    private record Rejected(
            CredentialId id,
            String workspace,
            SecretReference reference,
            Attempt attempt,
            @Nullable Secret secret) {}

    RejectedKeys(Secrets secrets, Health health, InstantSource clock, Scheduler timers) {
        this.secrets = secrets;
        this.health = health;
        this.clock = clock;
        this.timers = timers;
    }

    /** Watches the secret of a key that has just been put into quarantine. */
    void watch(String workspace, Attempt attempt, @Nullable Secret secret) {
        SecretReference reference = attempt.key().secret();
        if (reference != null) {
            CredentialId id = CredentialId.of(workspace, attempt.key());
            watched.put(id, new Rejected(id, workspace, reference, attempt, secret));
            scheduleNext();
        }
    }

    /** Watches nothing any more, not even what is being read. */
    @Override
    public void close() {
        nextLook.dispose();
        watched.clear();
    }

    private void scheduleNext() {
        if (nextLook.isDisposed()) {
            watched.clear();
        } else if (!watched.isEmpty() && scheduled.compareAndSet(false, true)) {
            nextLook.replace(Mono.delay(EVERY, timers)
                    .thenMany(Flux.defer(() -> Flux.fromIterable(watched.values())))
                    .concatMap(rejected -> Mono.defer(() -> look(rejected)).onErrorComplete())
                    .doFinally(signal -> {
                        scheduled.set(false);
                        // Without timers, as when the machine goes down, there is no next time.
                        if (signal == SignalType.ON_COMPLETE) {
                            scheduleNext();
                        }
                    })
                    .onErrorComplete()
                    .subscribe());
        }
    }

    private Mono<Void> look(Rejected rejected) {
        if (!isInQuarantine(rejected)) {
            watched.remove(rejected.id(), rejected);
            return Mono.empty();
        }
        Secret before = rejected.secret();
        SecretReference reference = rejected.reference();
        Mono<Secret> other = before == null
                ? secrets.get(reference)
                : secrets.reread(reference, before).filter(secret -> !secret.equals(before));
        return other.doOnNext(changed -> readmit(rejected)).then();
    }

    private boolean isInQuarantine(Rejected rejected) {
        Attempt attempt = rejected.attempt();
        return health.standing(rejected.workspace(), attempt.key(), attempt.endpoint(), clock.instant())
                        .why()
                == OutcomeClass.CREDENTIAL_REJECTED;
    }

    private void readmit(Rejected rejected) {
        watched.remove(rejected.id(), rejected);
        health.secretChanged(rejected.workspace(), rejected.attempt().key());
    }
}
