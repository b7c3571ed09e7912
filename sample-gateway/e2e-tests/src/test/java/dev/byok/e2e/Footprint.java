package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What the whole process holds when everything unreachable is gone, in bytes: objects, and what Netty's allocators have
 * taken of the memory outside the heap. Only to be compared with the same work done again: pools grow in steps, and not with
 * the first work alone, where what is not given back grows with each.
 */
record Footprint(long heap, long direct) {

    private static final long TOLERANCE = 8L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Measures after work, all of whose buffers must have been freed. */
    static Footprint afterwards() {
        LeakWatch.assertNoLeaks();
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(runtime.totalMemory() - runtime.freeMemory(), directInUse());
    }

    /** Does some work again and again, until a time holds no more than the one before. */
    static void assertStopsGrowing(int times, Runnable work) {
        List<Footprint> after = new ArrayList<>();
        do {
            work.run();
            after.add(afterwards());
            assertThat(after).as("grew with each time").hasSizeLessThanOrEqualTo(times);
        } while (after.size() < 2 || !after.get(after.size() - 2).comesAgain());
    }

    /** Returns whether the process is as it was. What is freed late, as connections are that close, is waited for. */
    private boolean comesAgain() {
        try {
            await().atMost(PATIENCE).until(() -> {
                Footprint now = afterwards();
                return now.heap - heap < TOLERANCE && now.direct - direct < TOLERANCE;
            });
            return true;
        } catch (ConditionTimeoutException more) {
            return false;
        }
    }

    private static long directInUse() {
        long adaptive = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        long pooled = ByteBufAllocator.DEFAULT == PooledByteBufAllocator.DEFAULT
                ? 0
                : PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        return adaptive + pooled;
    }
}
