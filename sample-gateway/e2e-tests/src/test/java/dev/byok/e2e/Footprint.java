package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;

/**
 * What the whole process holds when everything unreachable is gone, in bytes: objects, and what Netty's allocators have
 * taken of the memory outside the heap. Only to be compared with the same work done once more, since pools grow with the
 * first.
 */
record Footprint(long heap, long direct) {

    private static final long TOLERANCE = 8L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Measures after work, all of whose buffers must have been freed. */
    static Footprint afterwards() {
        LeakWatch.assertNoLeaks();
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(runtime.totalMemory() - runtime.freeMemory(), directInUse());
    }

    /** Comes back when the process is as it was. What is freed late, as connections are that close, is waited for. */
    void awaitAgain() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Footprint now = afterwards();
            assertThat(now.heap - heap)
                    .as("bytes more on the heap: %s after %s", now, this)
                    .isLessThan(TOLERANCE);
            assertThat(now.direct - direct)
                    .as("bytes more outside the heap: %s after %s", now, this)
                    .isLessThan(TOLERANCE);
        });
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
