package dev.byok.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.KeyFilters;
import dev.byok.policy.OnFailure;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryKeyUsesTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    private final InMemoryKeyUses uses = new InMemoryKeyUses();

    private static ProviderKey key(String name, Tier tier) {
        return new ProviderKey(
                name,
                "alpha",
                tier,
                0,
                null,
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                new SourceLocation("keys.yml", 1));
    }

    private static final ProviderKey A = key("A", Tier.PRIORITIZED);
    private static final ProviderKey B = key("B", Tier.PRIORITIZED);
    private static final ProviderKey SHARED = key("S", Tier.SHARED);

    @Test
    void theLatestUseHasTheHighestNumber() {
        uses.used("acme", A, NOW);
        uses.used("acme", B, NOW);
        uses.used("acme", A, NOW);

        assertThat(uses.latest("acme", A)).isGreaterThan(uses.latest("acme", B));
        assertThat(uses.latest("globex", A)).isZero();
    }

    @Test
    void usesCountForAMinute() {
        uses.used("acme", A, NOW);
        uses.used("acme", A, NOW.plusSeconds(30));

        assertThat(uses.within("acme", A, NOW.plusSeconds(30))).isEqualTo(2);
        assertThat(uses.within("acme", A, NOW.plusSeconds(60))).isEqualTo(1);
        assertThat(uses.within("acme", A, NOW.plusSeconds(90))).isZero();
        assertThat(uses.within("acme", B, NOW)).isZero();
    }

    @Test
    void sharedKeysAreTheSameForAll() {
        uses.used("acme", SHARED, NOW);

        assertThat(uses.within("globex", SHARED, NOW)).isEqualTo(1);
    }
}
