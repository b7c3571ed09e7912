package dev.byok.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

/** Blocks on purpose: what happens then fails whatever test it happens in. */
class BlockedLoopsTests {

    @Test
    void aBlockedEventLoopFailsTheTest() throws Exception {
        HttpResources.get()
                .onServer(true)
                .next()
                .submit(BlockedLoopsTests::block)
                .get(5, TimeUnit.SECONDS);

        assertThatThrownBy(() -> BlockedLoops.assertNone("during this test"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("event loops were blocked during this test")
                .hasMessageContaining("BlockedLoopsTests.block");
    }

    @Test
    void aBlockedTimerIsSeenToo() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Schedulers.parallel().schedule(() -> {
            block();
            done.countDown();
        });
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(BlockedLoops.take()).isNotEmpty().allMatch(place -> place.contains("BlockedLoopsTests.block"));
    }

    @Test
    void otherThreadsMayBlock() {
        block();

        assertThat(BlockedLoops.take()).isEmpty();
    }

    @Test
    void theCallGoesOnSoThatNoLockIsLeftBehind() throws Exception {
        boolean waited = HttpResources.get()
                .onServer(true)
                .next()
                .submit(BlockedLoopsTests::block)
                .get(5, TimeUnit.SECONDS);

        assertThat(waited).isFalse();
        assertThat(BlockedLoops.take()).isNotEmpty();
    }

    private static boolean block() {
        try {
            return new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
