package dev.byok.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.idempotency.FirstOutcome.Answered;
import dev.byok.idempotency.FirstOutcome.Lost;
import dev.byok.idempotency.FirstOutcome.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class InMemoryIdempotencyStoreTests {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int LONGEST = 100;
    private static final int MOST_BYTES = 250;
    private static final int MOST_ENTRIES = 4;
    private static final int ROUNDS = 1_000;
    private static final int AT_ONCE = 2;
    private static final Fingerprint REQUEST = Hashes.fingerprint(List.of("request"));

    private final SteppedClock clock = new SteppedClock();
    private final InMemoryIdempotencyStore store = store(MOST_ENTRIES);

    private InMemoryIdempotencyStore store(int entries) {
        return new InMemoryIdempotencyStore(
                new IdempotencyLimits(DAY, DataSize.ofBytes(MOST_BYTES), DataSize.ofBytes(LONGEST), entries), clock);
    }

    @Test
    void whoeverComesWhileTheFirstRunsHearsItsOutcome() {
        Lease lease = first("a");
        Claim.Again again = again("a");
        List<FirstOutcome> heard = new ArrayList<>();
        again.outcome().subscribe(heard::add);
        assertThat(again.running()).isTrue();
        assertThat(heard).isEmpty();

        Answered answer = answer(lease, 10);
        lease.end(answer, true);

        assertThat(heard).containsExactly(answer);
        assertThat(again("a").running()).isFalse();
        assertThat(outcome("a")).isSameAs(answer);
    }

    @Test
    void whatIsNotKeptIsHeardByThoseOnlyWhoWait() {
        Lease lease = first("a");
        Mono<FirstOutcome> waiting = again("a").outcome();
        Answered answer = answer(lease, 10);

        lease.end(answer, false);

        assertThat(waiting.block()).isSameAs(answer);
        assertThat(store.bytes()).isZero();
        assertThat(store.entries()).isZero();
        assertThat(claim("a")).isInstanceOf(Claim.First.class);
    }

    @Test
    void aKeyOfAnotherRequestIsReused() {
        Lease lease = first("a");
        Fingerprint other = Hashes.fingerprint(List.of("other"));

        assertThat(claim("a", other)).isInstanceOf(Claim.Reused.class);
        lease.end(answer(lease, 1), true);
        assertThat(claim("a", other)).isInstanceOf(Claim.Reused.class);
    }

    @Test
    void anOutcomeExpires() {
        Lease lease = first("a");
        clock.pass(DAY);
        lease.end(answer(lease, 10), true);
        clock.pass(DAY.minusNanos(1));
        assertThat(claim("a")).isInstanceOf(Claim.Again.class);

        clock.pass(Duration.ofNanos(1));
        store.purge();

        assertThat(store.entries()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(claim("a")).isInstanceOf(Claim.First.class);
    }

    @Test
    void aRequestUnderWayDoesNotExpire() {
        first("a");

        clock.pass(DAY.multipliedBy(2));

        assertThat(again("a").running()).isTrue();
    }

    @Test
    void anAnswerThatIsTooLongHoldsNothing() {
        Lease lease = first("a");

        assertThat(lease.reserve(LONGEST)).isTrue();
        assertThat(lease.reserve(1)).isFalse();

        assertThat(store.bytes()).isZero();
    }

    @Test
    void theOldestAnswersAreDroppedForOthersAndTheirKeysStay() {
        for (String key : List.of("a", "b")) {
            Lease lease = first(key);
            lease.end(answer(lease, LONGEST), true);
        }

        Lease lease = first("c");
        lease.end(answer(lease, LONGEST), true);

        assertThat(outcome("a")).isInstanceOfSatisfying(Lost.class, lost -> assertThat(lost.why())
                .isEqualTo(Why.DROPPED));
        assertThat(outcome("b")).isInstanceOf(Answered.class);
        assertThat(outcome("c")).isInstanceOf(Answered.class);
        assertThat(store.bytes()).isEqualTo(2 * LONGEST);
        assertThat(store.dropped()).isOne();
    }

    @Test
    void answersThatStillComeAreNotDroppedForOthers() {
        Lease one = first("a");
        Lease two = first("b");
        assertThat(one.reserve(LONGEST)).isTrue();
        assertThat(two.reserve(LONGEST)).isTrue();

        Lease late = first("c");

        assertThat(late.reserve(LONGEST)).isFalse();
        assertThat(store.bytes()).isEqualTo(2 * LONGEST);
        late.end(new Lost(Why.TOO_LONG, "gen-c"), true);
        one.end(new Lost(Why.BROKEN, "gen-a"), true);
        two.end(new Lost(Why.BROKEN, "gen-b"), true);
        assertThat(store.bytes()).isZero();
        assertThat(outcome("a")).isEqualTo(new Lost(Why.BROKEN, "gen-a"));
    }

    @Test
    void theOldestKeyThatHasAnOutcomeIsForgottenForAnother() {
        Lease running = first("running");
        for (String key : List.of("a", "b", "c", "d")) {
            Lease lease = first(key);
            lease.end(answer(lease, 1), true);
        }

        assertThat(again("running").running()).isTrue();
        assertThat(store.entries()).isEqualTo(MOST_ENTRIES);
        assertThat(store.bytes()).isEqualTo(3);
        assertThat(claim("b")).isInstanceOf(Claim.Again.class);
        assertThat(claim("a")).isInstanceOf(Claim.First.class);
        running.end(new FirstOutcome.Untried(), false);
    }

    @Test
    void whereAllAreUnderWayThereIsNoRoom() {
        for (String key : List.of("a", "b", "c", "d")) {
            first(key);
        }

        assertThat(claim("e")).isInstanceOf(Claim.Full.class);
        assertThat(claim("a")).isInstanceOf(Claim.Again.class);
    }

    @Test
    void aLeaseEndsOnce() {
        Lease lease = first("a");
        Answered answer = answer(lease, 10);
        lease.end(answer, true);

        lease.end(new FirstOutcome.Untried(), false);

        assertThat(outcome("a")).isSameAs(answer);
        assertThat(lease.reserve(1)).isFalse();
    }

    @Test
    void nobodyHasBeenAskedIsNoOutcomeToKeep() {
        first("a").end(new FirstOutcome.Untried(), true);

        assertThat(claim("a")).isInstanceOf(Claim.First.class);
    }

    @Test
    void ofTwoAtOnceOneIsFirstAndTheOtherHearsOfIt() throws Exception {
        InMemoryIdempotencyStore roomy = store(ROUNDS);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier start = new CyclicBarrier(AT_ONCE);
                IdempotencyKey key = Hashes.key("acme", "agent", "race-" + round);
                Callable<FirstOutcome> request = () -> {
                    start.await();
                    return serve(roomy, key);
                };
                Future<FirstOutcome> one = threads.submit(request);
                Future<FirstOutcome> other = threads.submit(request);
                assertThat(one.get()).as("round %d", round).isSameAs(other.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(roomy.entries()).isEqualTo(ROUNDS);
    }

    private static FirstOutcome serve(InMemoryIdempotencyStore store, IdempotencyKey key) {
        List<Claim> claims = new ArrayList<>();
        store.claim(key, REQUEST, claims::add);
        if (claims.get(0) instanceof Claim.First first) {
            FirstOutcome outcome = answer(first.lease(), 0);
            first.lease().end(outcome, true);
            return outcome;
        }
        return ((Claim.Again) claims.get(0)).outcome().blockOptional().orElseThrow();
    }

    @Test
    void limitsThatCannotHoldAreRefused() {
        assertThatThrownBy(() -> new IdempotencyLimits(DAY, DataSize.ofBytes(1), DataSize.ofBytes(2), 1))
                .hasMessageContaining("byok.idempotency.max-bytes")
                .hasMessageContaining("byok.idempotency.max-entry-bytes");
        assertThatThrownBy(() -> new IdempotencyLimits(Duration.ZERO, DataSize.ofBytes(2), DataSize.ofBytes(1), 1))
                .hasMessageContaining("byok.idempotency.ttl");
        assertThatThrownBy(() -> new IdempotencyLimits(DAY, DataSize.ofBytes(2), DataSize.ofBytes(1), 0))
                .hasMessageContaining("byok.idempotency.max-entries");
        assertThatThrownBy(() -> new IdempotencyLimits(DAY, DataSize.ofBytes(2), DataSize.ofBytes(0), 1))
                .hasMessageContaining("byok.idempotency.max-entry-bytes");
    }

    private Lease first(String key) {
        return ((Claim.First) claim(key)).lease();
    }

    private Claim.Again again(String key) {
        return (Claim.Again) claim(key);
    }

    private FirstOutcome outcome(String key) {
        return again(key).outcome().blockOptional().orElseThrow();
    }

    private Claim claim(String key) {
        return claim(key, REQUEST);
    }

    private Claim claim(String key, Fingerprint request) {
        List<Claim> told = new ArrayList<>();
        store.claim(Hashes.key("acme", "agent", key), request, told::add);
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    private static Answered answer(Lease lease, int length) {
        assertThat(lease.reserve(length)).isTrue();
        return new Answered(new StoredAnswer(200, Map.of(), new byte[length], "application/json", "gen-1"));
    }
}
