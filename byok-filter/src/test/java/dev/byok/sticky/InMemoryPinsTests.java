package dev.byok.sticky;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Tier;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryPinsTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final PinKey KEY = PinKey.of("acme", "agent", "m", "c-1");

    private final InMemoryPins pins = new InMemoryPins(10);

    private static Pin pin(String key) {
        return new Pin("alpha", "m", key, Tier.PRIORITIZED);
    }

    @Test
    void aPinHoldsForTenMinutesFromItsLatestUse() {
        pins.keep(KEY, pin("A"), NOW);

        assertThat(pins.find(KEY, NOW.plusSeconds(599))).isEqualTo(pin("A"));
        assertThat(pins.find(KEY, NOW.plusSeconds(600))).isNull();
        pins.keep(KEY, pin("A"), NOW.plusSeconds(599));
        assertThat(pins.find(KEY, NOW.plusSeconds(1198))).isEqualTo(pin("A"));
        assertThat(pins.find(KEY, NOW.plusSeconds(1199))).isNull();
    }

    @Test
    void theLatestPinCounts() {
        pins.keep(KEY, pin("A"), NOW);
        pins.keep(KEY, pin("B"), NOW);

        assertThat(pins.find(KEY, NOW)).isEqualTo(pin("B"));
    }

    @Test
    void nothingCrossesWorkspacesCallersModelsOrConversations() {
        pins.keep(KEY, pin("A"), NOW);

        assertThat(pins.find(PinKey.of("globex", "agent", "m", "c-1"), NOW)).isNull();
        assertThat(pins.find(PinKey.of("acme", "other", "m", "c-1"), NOW)).isNull();
        assertThat(pins.find(PinKey.of("acme", "agent", "n", "c-1"), NOW)).isNull();
        assertThat(pins.find(PinKey.of("acme", "agent", "m", "c-2"), NOW)).isNull();
        assertThat(pins.find(PinKey.of("acme", "agen", "tm", "c-1"), NOW)).isNull();
    }

    @Test
    void thereAreNeverMoreThanItMayHoldAndTheLatestStay() {
        for (int i = 0; i < 100; i++) {
            pins.keep(PinKey.of("acme", "agent", "m", "c-" + i), pin("A"), NOW.plusMillis(i));
        }

        assertThat(pins.size()).isLessThanOrEqualTo(10);
        for (int i = 95; i < 100; i++) {
            assertThat(pins.find(PinKey.of("acme", "agent", "m", "c-" + i), NOW.plusSeconds(1)))
                    .isEqualTo(pin("A"));
        }
    }
}
