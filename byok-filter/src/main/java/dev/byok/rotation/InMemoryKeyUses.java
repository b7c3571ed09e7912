package dev.byok.rotation;

import dev.byok.health.CredentialId;
import dev.byok.policy.ProviderKey;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The uses that one gateway process knows. Beyond {@value #MOST} keys it begins anew: turns start from the first key again. */
public final class InMemoryKeyUses implements KeyUses {

    private static final int MOST = 100_000;

    private final Map<CredentialId, Uses> uses = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    @Override
    public long latest(String workspace, ProviderKey key) {
        Uses known = uses.get(CredentialId.of(workspace, key));
        return known == null ? 0 : known.latest;
    }

    @Override
    public long within(String workspace, ProviderKey key, Instant now) {
        Uses known = uses.get(CredentialId.of(workspace, key));
        return known == null ? 0 : known.within(now);
    }

    @Override
    public void used(String workspace, ProviderKey key, Instant now) {
        if (uses.size() >= MOST) {
            uses.clear();
        }
        uses.computeIfAbsent(CredentialId.of(workspace, key), first -> new Uses())
                .add(last.incrementAndGet(), now);
    }

    /** Counts by steps of five seconds; of each, its number and the count are kept in one word. */
    private static final class Uses {

        private static final int STEPS = 12;
        private static final long STEP_MILLIS = 5_000;
        private static final int COUNT_BITS = 24;
        private static final long COUNT = (1L << COUNT_BITS) - 1;

        private final AtomicLongArray steps = new AtomicLongArray(STEPS);
        private volatile long latest;

        void add(long number, Instant now) {
            latest = number;
            long step = now.toEpochMilli() / STEP_MILLIS;
            steps.updateAndGet(
                    (int) (step % STEPS),
                    before -> before >>> COUNT_BITS != step
                            ? step << COUNT_BITS | 1
                            : (before & COUNT) == COUNT ? before : before + 1);
        }

        long within(Instant now) {
            long step = now.toEpochMilli() / STEP_MILLIS;
            long count = 0;
            for (int i = 0; i < STEPS; i++) {
                long counted = steps.get(i);
                count += step - (counted >>> COUNT_BITS) < STEPS ? counted & COUNT : 0;
            }
            return count;
        }
    }
}
