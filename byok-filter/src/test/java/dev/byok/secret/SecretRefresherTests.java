package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Time passes as the tests say; the store is played. */
@ExtendWith(OutputCaptureExtension.class)
class SecretRefresherTests {

    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    private static final Duration MAX_STALE = Duration.ofHours(1);
    private static final SecretReference REFERENCE = reference("store", 0);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Store store = new Store("store");
    private final Store other = new Store("other");
    private final Heard heard = new Heard();
    private final Secrets secrets = new Secrets(
            List.of(store, other),
            new SecretAges(MAX_AGE, MAX_STALE),
            List.of(heard),
            () -> time.now(TimeUnit.NANOSECONDS));
    private final SecretRefresher refresher = new SecretRefresher(secrets, time);

    @BeforeEach
    void start() {
        refresher.start();
    }

    @AfterEach
    void stop() {
        refresher.close();
        time.dispose();
    }

    @Test
    void readsAgainBeforeTheMaximalAge() {
        secrets.warm(List.of(REFERENCE));
        store.answer = reference -> Mono.just(Secret.of("sk-new"));

        time.advanceTimeBy(MAX_AGE);

        assertThat(secrets.peek(REFERENCE)).isEqualTo(Secret.of("sk-new"));
        assertThat(store.reads).hasValue(2);
    }

    @Test
    void readsNothingAgainEarly() {
        secrets.warm(List.of(REFERENCE));

        time.advanceTimeBy(MAX_AGE.dividedBy(2));

        assertThat(store.reads).hasValue(1);
    }

    @Test
    void spreadsWhatWasReadAtOnce() {
        int many = 10_000;
        secrets.warm(references("store", many));
        assertThat(store.reads).hasValue(many);

        int most = 0;
        for (Duration passed = Duration.ZERO; passed.compareTo(MAX_AGE) < 0; passed = passed.plusSeconds(1)) {
            int before = store.reads.get();
            time.advanceTimeBy(Duration.ofSeconds(1));
            most = Math.max(most, store.reads.get() - before);
        }

        assertThat(store.reads).hasValue(2 * many);
        // Evenly it would be one 180th of them each second.
        assertThat(most).isLessThan(many / 60);
    }

    @Test
    void readsAFewAtOnceOfOneStore() {
        store.answer = reference -> Mono.never();

        secrets.warm(references("store", 100));

        assertThat(store.reads).hasValue(8);
    }

    @Test
    void aStoreThatHangsDelaysNoOther() {
        store.answer = reference -> Mono.never();
        secrets.warm(references("store", 1_000));
        secrets.warm(references("other", 100));
        assertThat(other.reads).hasValue(100);
        other.answer = reference -> Mono.just(Secret.of("sk-new"));

        time.advanceTimeBy(MAX_AGE);

        assertThat(secrets.peek(reference("other", 99))).isEqualTo(Secret.of("sk-new"));
    }

    @Test
    void aPlaceThatHangsDelaysNoOtherOfItsScheme() {
        store.answer = reference -> isAt("dead", reference) ? Mono.never() : store.value(reference);
        List<SecretReference> references = new ArrayList<>(references("store", "dead", 1_000));
        references.addAll(references("store", "alive", 100));
        secrets.warm(references);
        assertThat(secrets.peek(reference("store", "alive", 99))).isEqualTo(Secret.of("sk-alive-99"));
        store.answer = reference -> isAt("dead", reference) ? Mono.never() : Mono.just(Secret.of("sk-new"));

        time.advanceTimeBy(MAX_AGE);

        assertThat(references("store", "alive", 100))
                .allSatisfy(reference -> assertThat(secrets.peek(reference)).isEqualTo(Secret.of("sk-new")));
        assertThat(store.reads).hasValue(8 + 100 + 100);
    }

    @Test
    void readsFewerAtOnceOfEachOfManyPlaces() {
        store.answer = reference -> Mono.never();
        List<SecretReference> references = IntStream.range(0, 500)
                .mapToObj(place -> references("store", "place-" + place, 20))
                .flatMap(List::stream)
                .toList();

        secrets.warm(references);

        assertThat(store.reads).hasValue(500);
    }

    @Test
    void readsNothingThatIsNoLongerNamedWhenItsTurnComes() {
        List<SecretReference> references = references("store", 100);
        Sinks.One<Secret> slow = Sinks.one();
        store.answer = reference -> slow.asMono();
        secrets.warm(references);
        secrets.retainOnly(references.subList(50, 60));

        slow.tryEmitValue(Secret.of("sk-slow")).orThrow();

        assertThat(store.reads).hasValue(8 + 10);
    }

    @Test
    void keepsTheLastValueWhileTheStoreIsDownAndNoLongerThanAllowed(CapturedOutput output) {
        secrets.warm(List.of(REFERENCE));
        store.isDown();

        time.advanceTimeBy(MAX_STALE);
        assertThat(secrets.peek(REFERENCE)).isEqualTo(Secret.of("sk-team-0"));
        StepVerifier.create(secrets.get(REFERENCE)).expectNextCount(1).verifyComplete();

        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(secrets.peek(REFERENCE)).isNull();
        StepVerifier.create(secrets.get(REFERENCE)).verifyErrorMessage("secret store:team/0: the store is down");
        assertThat(output.getAll().lines().filter(line -> line.contains("no longer used")))
                .singleElement()
                .asString()
                .contains("secret store:team/0: no longer used, since it could not be read again for 60 min");
    }

    @Test
    void findsAStoreThatIsBackWithinAMinute() {
        store.isDown();
        secrets.warm(List.of(REFERENCE));
        time.advanceTimeBy(Duration.ofMinutes(30));
        int tried = store.reads.get();
        store.isUp();

        time.advanceTimeBy(Duration.ofSeconds(61));

        assertThat(secrets.peek(REFERENCE)).isEqualTo(Secret.of("sk-team-0"));
        assertThat(tried).isBetween(25, 70);
    }

    @Test
    void leavesAloneWhatNoPolicyNames() {
        secrets.warm(List.of(REFERENCE));
        secrets.retainOnly(List.of());

        time.advanceTimeBy(MAX_AGE.multipliedBy(2));

        assertThat(store.reads).hasValue(1);
    }

    /** By a request that began under a policy which named it. */
    @Test
    void forgetsWhatIsAskedForAfterItsPolicyIsGone() {
        secrets.retainOnly(List.of());
        StepVerifier.create(secrets.get(REFERENCE)).expectNextCount(1).verifyComplete();

        time.advanceTimeBy(SecretRefresher.EVERY);
        assertThat(secrets.peek(REFERENCE)).isNull();
        time.advanceTimeBy(MAX_AGE.multipliedBy(2));

        assertThat(store.reads).hasValue(1);
    }

    @Test
    void endsWhenItIsClosed() {
        secrets.warm(List.of(REFERENCE));

        refresher.close();
        time.advanceTimeBy(MAX_AGE.multipliedBy(2));

        assertThat(store.reads).hasValue(1);
    }

    @Test
    void tellsWhatIsNewAndNothingOfReadingsThatFindWhatWasKnown() {
        secrets.warm(List.of(REFERENCE));
        time.advanceTimeBy(MAX_AGE.multipliedBy(3));
        store.answer = reference -> Mono.just(Secret.of("sk-new"));
        time.advanceTimeBy(MAX_AGE.multipliedBy(3));
        store.isDown();
        time.advanceTimeBy(MAX_AGE.multipliedBy(3));
        store.answer = reference -> Mono.just(Secret.of("sk-new"));
        time.advanceTimeBy(MAX_AGE.multipliedBy(3));

        assertThat(heard.events)
                .containsExactly(
                        "FIRST store:team/0",
                        "CHANGED store:team/0",
                        "refused store:team/0: the store is down",
                        "RECOVERED store:team/0");
        assertThat(store.reads).hasValueGreaterThan(30);
    }

    @Test
    void aRereadingThatFindsTheRejectedValueIsNothingNew() {
        StepVerifier.create(secrets.get(REFERENCE)).expectNextCount(1).verifyComplete();

        StepVerifier.create(secrets.reread(REFERENCE, Secret.of("sk-team-0")))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(store.reads).hasValue(2);
        assertThat(heard.events).containsExactly("FIRST store:team/0");
    }

    @Test
    void complainsOnceOfASchemeThatNobodyReads(CapturedOutput output) {
        secrets.warm(references("vault", 50));

        assertThat(output.getAll().lines().filter(line -> line.contains("secret vault:")))
                .hasSize(1);
    }

    private static List<SecretReference> references(String scheme, int count) {
        return references(scheme, "team", count);
    }

    private static List<SecretReference> references(String scheme, String place, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> reference(scheme, place, i))
                .toList();
    }

    private static SecretReference reference(String scheme, int number) {
        return reference(scheme, "team", number);
    }

    private static SecretReference reference(String scheme, String place, int number) {
        return new SecretReference(scheme, place + "/" + number, null);
    }

    private static boolean isAt(String place, SecretReference reference) {
        return reference.location().startsWith(place + "/");
    }

    private static final class Store implements SecretResolver {

        private final String scheme;
        private final AtomicInteger reads = new AtomicInteger();
        private final Map<SecretReference, Secret> values = new ConcurrentHashMap<>();
        private volatile Function<SecretReference, Mono<Secret>> answer = this::value;

        Store(String scheme) {
            this.scheme = scheme;
        }

        void isDown() {
            answer = reference -> Mono.error(new SecretUnavailableException(reference, "the store is down"));
        }

        void isUp() {
            answer = this::value;
        }

        private Mono<Secret> value(SecretReference reference) {
            return Mono.just(values.computeIfAbsent(
                    reference, any -> Secret.of("sk-" + any.location().replace('/', '-'))));
        }

        @Override
        public String place(SecretReference reference) {
            return reference.location().substring(0, reference.location().indexOf('/'));
        }

        @Override
        public String scheme() {
            return scheme;
        }

        @Override
        public Mono<Secret> resolve(SecretReference reference) {
            reads.incrementAndGet();
            return answer.apply(reference);
        }
    }

    private static final class Heard implements SecretReads {

        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void succeeded(SecretReference reference, Finding finding) {
            events.add(finding + " " + reference);
        }

        @Override
        public void failed(SecretUnavailableException failure) {
            events.add("refused " + failure.reference() + ": " + failure.reason());
        }
    }
}
