package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.netty.http.HttpResources;

/** Shows that a blocking call on an event loop fails in the tests of this module. */
class BlockedLoopTests {

    @Test
    void aCallThatBlocksAnEventLoopFails() {
        Future<Boolean> blocked = HttpResources.get().onServer(true).next().submit(() -> new CountDownLatch(1)
                .await(1, TimeUnit.MILLISECONDS));

        assertThatThrownBy(() -> blocked.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BlockingOperationError.class);
    }
}
