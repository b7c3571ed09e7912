package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

    private static final SecretReference REFERENCE = new SecretReference("fake", "acme/openai", "main");
    private static final Secret OLD = Secret.of("sk-canary-old");
    private static final Secret NEW = Secret.of("sk-canary-new");

    private final FakeResolver resolver = new FakeResolver();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Secrets secrets = new Secrets(List.of(resolver), SecretAges.DEFAULT, List.of(), nanos::get);

    private static final class FakeResolver implements SecretResolver {

        private final AtomicInteger reads = new AtomicInteger();
        private volatile Mono<Secret> answer = Mono.just(OLD);

        @Override
        public String scheme() {
            return "fake";
        }

        @Override
        public Mono<Secret> resolve(SecretReference reference) {
            reads.incrementAndGet();
            return answer;
        }
    }

    @Test
    void readsOnceAndAnswersFromMemory() {
        assertThat(secrets.peek(REFERENCE)).isNull();

        StepVerifier.create(secrets.get(REFERENCE)).expectNext(OLD).verifyComplete();
        StepVerifier.create(secrets.get(REFERENCE)).expectNext(OLD).verifyComplete();

        assertThat(secrets.peek(REFERENCE)).isEqualTo(OLD);
        assertThat(resolver.reads).hasValue(1);
    }

    @Test
    void readsNothingBeforeItIsSubscribed() {
        assertThat(secrets.get(REFERENCE)).isNotNull();
        assertThat(secrets.reread(REFERENCE, OLD)).isNotNull();

        assertThat(resolver.reads).hasValue(0);
    }

    @Test
    void readsOnceForManyWhoAskTogether() throws InterruptedException {
        Sinks.One<Secret> pending = Sinks.one();
        resolver.answer = pending.asMono();
        AtomicInteger answered = new AtomicInteger();

        askFromManyThreads(secrets.get(REFERENCE).doOnNext(value -> answered.incrementAndGet()));
        assertThat(pending.tryEmitValue(OLD)).isEqualTo(Sinks.EmitResult.OK);

        assertThat(answered).hasValue(64);
        assertThat(resolver.reads).hasValue(1);
    }

    @Test
    void rereadsOnceForManyWhoseKeyWasRejectedTogether() throws InterruptedException {
        secrets.get(REFERENCE).block();
        Sinks.One<Secret> pending = Sinks.one();
        resolver.answer = pending.asMono();
        AtomicInteger renewed = new AtomicInteger();

        askFromManyThreads(
                secrets.reread(REFERENCE, OLD).filter(NEW::equals).doOnNext(value -> renewed.incrementAndGet()));
        assertThat(secrets.peek(REFERENCE)).isEqualTo(OLD);
        assertThat(pending.tryEmitValue(NEW)).isEqualTo(Sinks.EmitResult.OK);

        assertThat(renewed).hasValue(64);
        assertThat(resolver.reads).hasValue(2);
        assertThat(secrets.peek(REFERENCE)).isEqualTo(NEW);
    }

    @Test
    void readsOnceMoreWhereTheReadingUnderWayIsOlderThanTheRejection() {
        secrets.get(REFERENCE).block();
        Sinks.One<Secret> begunBefore = Sinks.one();
        resolver.answer = begunBefore.asMono();
        grownOld();
        secrets.keepFresh();
        resolver.answer = Mono.just(NEW);

        StepVerifier.create(Flux.merge(secrets.reread(REFERENCE, OLD), secrets.reread(REFERENCE, OLD)))
                .then(() -> begunBefore.tryEmitValue(OLD).orThrow())
                .expectNext(NEW, NEW)
                .verifyComplete();

        assertThat(resolver.reads).hasValue(3);
    }

    @Test
    void takesWhatTheReadingUnderWayBringsIfItIsAnotherValue() {
        secrets.get(REFERENCE).block();
        Sinks.One<Secret> begunBefore = Sinks.one();
        resolver.answer = begunBefore.asMono();
        grownOld();
        secrets.keepFresh();

        StepVerifier.create(secrets.reread(REFERENCE, OLD))
                .then(() -> begunBefore.tryEmitValue(NEW).orThrow())
                .expectNext(NEW)
                .verifyComplete();

        assertThat(resolver.reads).hasValue(2);
    }

    @Test
    void answersAtOnceIfTheRejectedValueHasBeenReplacedAlready() {
        secrets.get(REFERENCE).block();
        resolver.answer = Mono.just(NEW);
        secrets.reread(REFERENCE, OLD).block();

        StepVerifier.create(secrets.reread(REFERENCE, OLD)).expectNext(NEW).verifyComplete();

        assertThat(resolver.reads).hasValue(2);
    }

    @Test
    void saysThatNothingChangedByEmittingTheSameValue() {
        secrets.get(REFERENCE).block();

        StepVerifier.create(secrets.reread(REFERENCE, OLD)).expectNext(OLD).verifyComplete();

        assertThat(resolver.reads).hasValue(2);
    }

    @Test
    void keepsTheOldValueWhenRereadingFails() {
        secrets.get(REFERENCE).block();
        resolver.answer = Mono.error(new SecretUnavailableException(REFERENCE, "the manager is down"));

        StepVerifier.create(secrets.reread(REFERENCE, OLD)).verifyError(SecretUnavailableException.class);

        assertThat(secrets.peek(REFERENCE)).isEqualTo(OLD);
        StepVerifier.create(secrets.get(REFERENCE)).expectNext(OLD).verifyComplete();
    }

    @Test
    void remembersAFailureForASecondOnly() {
        resolver.answer = Mono.error(new SecretUnavailableException(REFERENCE, "there is no such file"));
        StepVerifier.create(secrets.get(REFERENCE)).verifyError(SecretUnavailableException.class);
        resolver.answer = Mono.just(NEW);

        nanos.addAndGet(999_999_999L);
        StepVerifier.create(secrets.get(REFERENCE)).verifyError(SecretUnavailableException.class);
        assertThat(resolver.reads).hasValue(1);

        nanos.addAndGet(1);
        StepVerifier.create(secrets.get(REFERENCE)).expectNext(NEW).verifyComplete();
    }

    @Test
    void aWaiterThatCancelsLeavesTheReadingToTheOthers() {
        Sinks.One<Secret> pending = Sinks.one();
        AtomicInteger cancelled = new AtomicInteger();
        resolver.answer = pending.asMono().doOnCancel(cancelled::incrementAndGet);

        Disposable first = secrets.get(REFERENCE).subscribe();
        StepVerifier.create(secrets.get(REFERENCE))
                .then(first::dispose)
                .then(() -> pending.tryEmitValue(OLD).orThrow())
                .expectNext(OLD)
                .verifyComplete();

        assertThat(cancelled).hasValue(0);
        assertThat(resolver.reads).hasValue(1);
    }

    @Test
    void keepsWhatWasReadAfterTheOnlyWaiterHasLeft() {
        Sinks.One<Secret> pending = Sinks.one();
        resolver.answer = pending.asMono();

        secrets.get(REFERENCE).subscribe().dispose();
        pending.tryEmitValue(OLD).orThrow();

        assertThat(secrets.peek(REFERENCE)).isEqualTo(OLD);
    }

    @Test
    void givesUpOnAReadingThatHangs() {
        StepVerifier.withVirtualTime(() -> {
                    resolver.answer = Mono.never();
                    return secrets.get(REFERENCE);
                })
                .expectSubscription()
                .expectNoEvent(CachedSecret.READ_LIMIT.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .verifyErrorMessage("secret fake:acme/openai#main: not read within 10 s");
    }

    @Test
    void replacesForeignExceptionsSinceTheyMayQuoteTheValue() {
        resolver.answer = Mono.error(new IllegalStateException("unexpected token sk-canary-old"));

        StepVerifier.create(secrets.get(REFERENCE)).verifyErrorSatisfies(e -> {
            assertThat(e).isInstanceOf(SecretUnavailableException.class).hasNoCause();
            assertThat(e).hasMessage("secret fake:acme/openai#main: reading failed with IllegalStateException");
            assertThat(e.getStackTrace()).isEmpty();
        });
    }

    @Test
    void refusesASchemeThatNobodyReadsAndAResolverThatFindsNothing() {
        StepVerifier.create(secrets.get(new SecretReference("other", "a", null)))
                .verifyErrorMessage("secret other:a: nothing here reads this scheme");
        resolver.answer = Mono.empty();
        StepVerifier.create(secrets.get(REFERENCE))
                .verifyErrorMessage("secret fake:acme/openai#main: nothing was found");
    }

    @Test
    void readsInTheBackgroundWhatHasNoValue() {
        secrets.warm(List.of(REFERENCE));

        assertThat(secrets.peek(REFERENCE)).isEqualTo(OLD);
    }

    /** A store is asked and paid by the reading, and a policy may come every few seconds. */
    @Test
    void aNewPolicyHasOnlyReadWhatHasNoValue() {
        List<SecretReference> references = new ArrayList<>(references(100));
        for (int push = 0; push < 5; push++) {
            secrets.retainOnly(references);
            secrets.warm(references);
        }
        assertThat(resolver.reads).hasValue(100);

        references.add(REFERENCE);
        secrets.retainOnly(references);
        secrets.warm(references);

        assertThat(resolver.reads).hasValue(101);
    }

    @Test
    void aNewPolicyHasWhatCouldNotBeReadReadAtOnce() {
        resolver.answer = Mono.error(new SecretUnavailableException(REFERENCE, "access denied"));
        secrets.warm(List.of(REFERENCE));
        nanos.addAndGet(CachedSecret.FAILURE_TTL.toNanos());
        resolver.answer = Mono.just(OLD);

        secrets.warm(List.of(REFERENCE));

        assertThat(secrets.peek(REFERENCE)).isEqualTo(OLD);
    }

    @Test
    void aNewPolicyLeavesAStoreAloneWhoseValuesAreStillGood() {
        secrets.warm(List.of(REFERENCE));
        resolver.answer = Mono.error(new SecretUnavailableException(REFERENCE, "the manager is down"));
        grownOld();
        secrets.keepFresh();

        nanos.addAndGet(CachedSecret.FAILURE_TTL.toNanos());
        secrets.warm(List.of(REFERENCE));

        assertThat(resolver.reads).hasValue(2);
    }

    @Test
    void logsAFailureOncePerReference(CapturedOutput output) {
        SecretReference other = new SecretReference("fake", "acme/other", null);
        resolver.answer = Mono.error(new IllegalStateException("sk-canary-old"));

        for (int i = 0; i < 3; i++) {
            secrets.warm(List.of(REFERENCE, other));
            nanos.addAndGet(2_000_000_000L);
        }

        assertThat(resolver.reads).hasValue(6);
        assertThat(output.getAll().lines().filter(line -> line.contains("secret fake:acme/openai#main")))
                .hasSize(1);
        assertThat(output.getAll().lines().filter(line -> line.contains("secret fake:acme/other")))
                .hasSize(1);
        assertThat(output.getAll()).doesNotContain("canary");
    }

    @Test
    void logsAFailureAgainWhereItsReasonIsAnother(CapturedOutput output) {
        for (String reason : List.of("the store is down", "the store is down", "access denied", "access denied")) {
            resolver.answer = Mono.error(new SecretUnavailableException(REFERENCE, reason));
            secrets.warm(List.of(REFERENCE));
            nanos.addAndGet(2_000_000_000L);
        }

        assertThat(resolver.reads).hasValue(4);
        assertThat(output.getAll().lines().filter(line -> line.contains("the store is down")))
                .hasSize(1);
        assertThat(output.getAll().lines().filter(line -> line.contains("access denied")))
                .hasSize(1);
    }

    @Test
    void forgetsWhatNoPolicyNames() {
        SecretReference other = new SecretReference("fake", "acme/other", null);
        Flux.just(REFERENCE, other).concatMap(secrets::get).blockLast();

        secrets.retainOnly(List.of(other));

        assertThat(secrets.peek(REFERENCE)).isNull();
        assertThat(secrets.peek(other)).isEqualTo(OLD);
    }

    private static List<SecretReference> references(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SecretReference("fake", "acme/" + i, null))
                .toList();
    }

    private void grownOld() {
        nanos.addAndGet(SecretAges.DEFAULT.maxAge().toNanos());
    }

    /** Returns once 64 threads have subscribed. */
    private static void askFromManyThreads(Mono<Secret> mono) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        CountDownLatch start = new CountDownLatch(64);
        IntStream.range(0, 64)
                .forEach(i -> threads.execute(() -> {
                    start.countDown();
                    awaitQuietly(start);
                    mono.subscribe();
                }));
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
