package dev.byok.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.blocking.BlockedLoops;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpResources;

/** Shows that the tests of this module hear of a blocked event loop. */
class BlockedLoopTests {

    @Test
    void aBlockedEventLoopIsToldFrom() throws Exception {
        HttpResources.get()
                .onServer(true)
                .next()
                .submit(() -> new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS))
                .get(5, TimeUnit.SECONDS);

        assertThat(BlockedLoops.take()).isNotEmpty().allMatch(place -> place.contains("BlockedLoopTests"));
    }
}
