package dev.byok.secret;

import dev.byok.secret.SecretReads.Finding;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One reference's value, the reading under way, and the failure that has just been met. */
final class CachedSecret {

    /** How long a failure answers for further callers, so that a storm of requests does not become one of reads. */
    static final Duration FAILURE_TTL = Duration.ofSeconds(1);
    /** A reading that takes longer has failed: a hanging mount must not hold every later caller. */
    static final Duration READ_LIMIT = Duration.ofSeconds(10);

    private final SecretReference reference;
    private final Mono<Secret> source;
    private final SecretAges ages;
    private final LongSupplier nanoTime;
    private final Reports reports;

    private volatile @Nullable Secret value;
    private long readAt;
    private long dueAt;
    private @Nullable Mono<Secret> running;
    private @Nullable SecretUnavailableException failure;
    private long failedAt;
    private int failures;

    /** What is told of. */
    interface Reports {

        /** A reading has brought something new. */
        void succeeded(SecretReference reference, Finding finding);

        /** A reading has failed, and the one before was none, succeeded or failed for another reason. */
        void failed(SecretUnavailableException failure);

        void expired(SecretReference reference);
    }

    CachedSecret(
            SecretReference reference, Mono<Secret> source, SecretAges ages, LongSupplier nanoTime, Reports reports) {
        this.reference = reference;
        this.source = source;
        this.ages = ages;
        this.nanoTime = nanoTime;
        this.reports = reports;
        this.dueAt = nanoTime.getAsLong();
    }

    SecretReference reference() {
        return reference;
    }

    @Nullable
    Secret value() {
        return value;
    }

    /** Returns whether it is time to read it again. */
    synchronized boolean isDue() {
        return running == null && nanoTime.getAsLong() - dueAt >= 0;
    }

    synchronized void makeDue() {
        dueAt = nanoTime.getAsLong();
    }

    /** Gives the value up if it has not been read for too long. */
    void expire() {
        if (forgetIfStale()) {
            reports.expired(reference);
        }
    }

    private synchronized boolean forgetIfStale() {
        boolean stale =
                value != null && nanoTime.getAsLong() - readAt > ages.maxStale().toNanos();
        if (stale) {
            value = null;
        }
        return stale;
    }

    /** Returns the value, read first if there is none. */
    synchronized Mono<Secret> get() {
        Secret known = value;
        return known != null ? Mono.just(known) : read();
    }

    /**
     * Returns the value if it is another than the rejected one, else reads it again. A reading under way may be older than
     * the rejection: what it brings counts only if it is another value.
     */
    synchronized Mono<Secret> replace(Secret rejected) {
        Mono<Secret> earlier = running;
        return earlier == null || isOtherThan(rejected)
                ? otherThan(rejected)
                : earlier.filter(secret -> !secret.equals(rejected))
                        .switchIfEmpty(Mono.defer(() -> otherThan(rejected)));
    }

    private synchronized Mono<Secret> otherThan(Secret rejected) {
        return isOtherThan(rejected) ? get() : read();
    }

    private boolean isOtherThan(Secret rejected) {
        Secret known = value;
        return known != null && !known.equals(rejected);
    }

    /** Joins the reading under way or starts one; a waiter that cancels leaves it to the others. */
    synchronized Mono<Secret> read() {
        if (running != null) {
            return running;
        }
        if (failure != null && nanoTime.getAsLong() - failedAt < FAILURE_TTL.toNanos()) {
            return Mono.error(failure);
        }
        // cache() keeps its own subscription to the source, whoever of the waiters cancels.
        Mono<Secret> reading = source.timeout(READ_LIMIT)
                .switchIfEmpty(Mono.error(() -> new SecretUnavailableException(reference, "nothing was found")))
                .onErrorMap(this::unavailable)
                .doOnNext(this::succeeded)
                .doOnError(SecretUnavailableException.class, this::failed)
                .cache();
        running = reading;
        return reading;
    }

    private void succeeded(Secret secret) {
        Finding finding = keep(secret);
        if (finding != null) {
            reports.succeeded(reference, finding);
        }
    }

    private synchronized @Nullable Finding keep(Secret secret) {
        Finding finding = finding(secret);
        value = secret;
        readAt = nanoTime.getAsLong();
        dueAt = readAt + ages.untilNext(ThreadLocalRandom.current().nextDouble());
        running = null;
        failure = null;
        failures = 0;
        return finding;
    }

    private @Nullable Finding finding(Secret secret) {
        Secret known = value;
        if (known == null) {
            return Finding.FIRST;
        }
        if (!known.equals(secret)) {
            return Finding.CHANGED;
        }
        return failures > 0 ? Finding.RECOVERED : null;
    }

    private void failed(SecretUnavailableException cause) {
        if (remember(cause)) {
            reports.failed(cause);
        }
    }

    /** Returns whether anybody has to be told: a store that was down and now says no is to be looked at elsewhere. */
    private synchronized boolean remember(SecretUnavailableException cause) {
        SecretUnavailableException before = failure;
        boolean news = before == null || !before.reason().equals(cause.reason());
        running = null;
        failure = cause;
        failures++;
        failedAt = nanoTime.getAsLong();
        dueAt = failedAt + ages.untilRetry(failures, ThreadLocalRandom.current().nextDouble());
        return news;
    }

    /** Foreign exceptions are replaced, not wrapped: their texts may quote what was read. */
    private Throwable unavailable(Throwable cause) {
        if (cause instanceof SecretUnavailableException) {
            return cause;
        }
        String reason = cause instanceof TimeoutException
                ? "not read within " + READ_LIMIT.toSeconds() + " s"
                : "reading failed with " + cause.getClass().getSimpleName();
        return new SecretUnavailableException(reference, reason);
    }
}
