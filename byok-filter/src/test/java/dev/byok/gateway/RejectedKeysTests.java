package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.Admission;
import dev.byok.health.InMemoryHealth;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.OnFailure;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.Tier;
import dev.byok.quota.Demand;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretAges;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class RejectedKeysTests {

    private static final String ACME = "acme";
    private static final SecretReference REFERENCE = new SecretReference("fake", "acme/openai", null);
    private static final Secret OLD = Secret.of("sk-canary-old");
    private static final Secret NEW = Secret.of("sk-canary-new");
    private static final Attempt ATTEMPT = attempt("first");

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final InMemoryHealth health = new InMemoryHealth();
    private final AtomicInteger reads = new AtomicInteger();
    private Mono<Secret> stored = Mono.just(OLD);
    private final Secrets secrets =
            new Secrets(List.of(new Counted()), SecretAges.DEFAULT, List.of(), () -> timers.now(TimeUnit.NANOSECONDS));
    private final RejectedKeys rejected = new RejectedKeys(secrets, health, this::now, timers);

    @AfterEach
    void stop() {
        timers.dispose();
    }

    @Test
    void readsTheSecretEveryFiveSecondsUntilItIsAnotherOne() {
        quarantine();

        rejected.watch(ACME, ATTEMPT, OLD);
        timers.advanceTimeBy(Duration.ofSeconds(15));
        assertThat(reads).hasValue(3);
        assertThat(isInQuarantine()).isTrue();
        stored = Mono.just(NEW);
        timers.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(isInQuarantine()).isFalse();
        assertThatNothingIsLookedAt(4);
    }

    @Test
    void readsASecretThatCouldNotBeReadUntilItCan() {
        stored = Mono.error(new SecretUnavailableException(REFERENCE, "there is no such file"));
        quarantine();

        rejected.watch(ACME, ATTEMPT, null);
        timers.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(isInQuarantine()).isTrue();
        stored = Mono.just(OLD);
        timers.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(isInQuarantine()).isFalse();
        assertThatNothingIsLookedAt(2);
    }

    @Test
    void stopsLookingWhenTheQuarantineIsOver() {
        quarantine();
        rejected.watch(ACME, ATTEMPT, OLD);

        timers.advanceTimeBy(Duration.ofMinutes(10));

        assertThat(isInQuarantine()).isFalse();
        assertThat(reads).hasValue(59);
        assertThatNothingIsLookedAt(reads.get());
    }

    @Test
    void bringsBackAllKeysThatShareASecret() {
        Attempt other = attempt("second");
        quarantine(ATTEMPT);
        quarantine(other);
        rejected.watch(ACME, ATTEMPT, OLD);
        rejected.watch(ACME, other, OLD);

        stored = Mono.just(NEW);
        timers.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(isInQuarantine(ATTEMPT)).isFalse();
        assertThat(isInQuarantine(other)).isFalse();
    }

    @Test
    void stopsLookingWhenSomebodyElseHasReadmittedTheKey() {
        quarantine();
        rejected.watch(ACME, ATTEMPT, OLD);

        health.secretChanged(ACME, ATTEMPT.key());

        assertThatNothingIsLookedAt(0);
    }

    @Test
    void looksAgainAfterTheNextRejection() {
        quarantine();
        rejected.watch(ACME, ATTEMPT, OLD);
        timers.advanceTimeBy(Duration.ofMinutes(10));
        int before = reads.get();

        quarantine();
        rejected.watch(ACME, ATTEMPT, OLD);
        timers.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(reads).hasValue(before + 1);
    }

    @Test
    void looksAtNothingOnceClosed() {
        quarantine();
        rejected.watch(ACME, ATTEMPT, OLD);

        rejected.close();

        assertThatNothingIsLookedAt(0);
        rejected.watch(ACME, ATTEMPT, OLD);
        assertThatNothingIsLookedAt(0);
    }

    @Test
    void leavesTheKeyAloneWhoseSecretIsBeingReadWhenItIsClosed() {
        Sinks.One<Secret> pending = Sinks.one();
        stored = pending.asMono();
        quarantine();
        rejected.watch(ACME, ATTEMPT, OLD);
        timers.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(reads).hasValue(1);

        rejected.close();
        pending.tryEmitValue(NEW).orThrow();

        assertThat(isInQuarantine()).isTrue();
        assertThatNothingIsLookedAt(1);
    }

    private void assertThatNothingIsLookedAt(int readsSoFar) {
        timers.advanceTimeBy(Duration.ofSeconds(5));
        long scheduled = timers.getScheduledTaskCount();

        timers.advanceTimeBy(Duration.ofHours(1));

        assertThat(timers.getScheduledTaskCount()).isEqualTo(scheduled);
        assertThat(reads).hasValue(readsSoFar);
    }

    private void quarantine() {
        quarantine(ATTEMPT);
    }

    private void quarantine(Attempt attempt) {
        Admission admission = health.admit(ACME, attempt.key(), attempt.endpoint(), Demand.NONE, now());
        assertThat(admission).isInstanceOfSatisfying(Admission.Granted.class, granted -> granted.permit()
                .failed(Outcome.of(OutcomeClass.CREDENTIAL_REJECTED, SubClass.NONE, 401), false, now()));
        assertThat(isInQuarantine(attempt)).isTrue();
    }

    private boolean isInQuarantine() {
        return isInQuarantine(ATTEMPT);
    }

    private boolean isInQuarantine(Attempt attempt) {
        return !health.standing(ACME, attempt.key(), attempt.endpoint(), now()).ready();
    }

    private Instant now() {
        return Instant.ofEpochMilli(timers.now(TimeUnit.MILLISECONDS));
    }

    private static Attempt attempt(String name) {
        Attempt like = Calls.attempt(name, Tier.PRIORITIZED);
        ProviderKey key = new ProviderKey(
                name,
                "openai",
                Tier.PRIORITIZED,
                0,
                REFERENCE,
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                Calls.HERE);
        return new Attempt(like.model(), like.modelIndex(), like.endpoint(), key, false);
    }

    private final class Counted implements SecretResolver {

        @Override
        public String scheme() {
            return "fake";
        }

        @Override
        public Mono<Secret> resolve(SecretReference reference) {
            reads.incrementAndGet();
            return stored;
        }
    }
}
