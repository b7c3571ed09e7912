package dev.byok.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.idempotency.Claim;
import dev.byok.idempotency.FirstOutcome;
import dev.byok.idempotency.Hashes;
import dev.byok.idempotency.IdempotencyCounts;
import dev.byok.idempotency.IdempotencyCounts.Event;
import dev.byok.idempotency.IdempotencyLimits;
import dev.byok.idempotency.InMemoryIdempotencyStore;
import dev.byok.idempotency.StoredAnswer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class IdempotencyMetersTests {

    private final IdempotencyCounts counts = new IdempotencyCounts();
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(
            new IdempotencyLimits(Duration.ofHours(1), DataSize.ofBytes(10), DataSize.ofBytes(10), 1),
            Clock.systemUTC());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void countWhatBecameOfRequestsWithAKey() {
        new IdempotencyMeters(counts, store).bindTo(registry);

        counts.count(Event.FIRST);
        counts.count(Event.JOINED);
        counts.count(Event.JOINED);

        assertThat(requests("first")).isEqualTo(1);
        assertThat(requests("joined")).isEqualTo(2);
        assertThat(List.of(requests("replayed"), requests("key_reused"), requests("outcome_unknown")))
                .containsOnly(0.0);
        assertThat(requests("store_full")).isZero();
    }

    @Test
    void tellHowMuchIsHeldAndWhatWasGivenUp() {
        new IdempotencyMeters(counts, store).bindTo(registry);

        answer("a");
        answer("b");

        assertThat(registry.get(IdempotencyMeters.ENTRIES).gauge().value()).isEqualTo(1);
        assertThat(registry.get(IdempotencyMeters.BYTES).gauge().value()).isEqualTo(7);
        assertThat(registry.get(IdempotencyMeters.DROPPED).functionCounter().count())
                .isEqualTo(1);
    }

    @Test
    void ofAStoreOfTheHostsOnlyRequestsAreCounted() {
        new IdempotencyMeters(counts, null).bindTo(registry);

        assertThat(registry.find(IdempotencyMeters.BYTES).gauge()).isNull();
        assertThat(requests("first")).isZero();
    }

    private void answer(String key) {
        store.claim(Hashes.key("acme", "agent", key), Hashes.fingerprint(List.of()), claim -> {
            Claim.First first = (Claim.First) claim;
            assertThat(first.lease().reserve(7)).isTrue();
            StoredAnswer answer = new StoredAnswer(200, Map.of(), new byte[7], null, "gen-1");
            first.lease().end(new FirstOutcome.Answered(answer), true);
        });
    }

    private double requests(String outcome) {
        return registry.get(IdempotencyMeters.REQUESTS)
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }
}
