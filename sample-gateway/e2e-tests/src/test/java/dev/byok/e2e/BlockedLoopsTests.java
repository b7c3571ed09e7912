package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.netty.http.HttpResources;

/** Shows that a blocking call on an event loop of the gateway's server does not go unnoticed. */
class BlockedLoopsTests {

    @Test
    void aCallThatBlocksAnEventLoopFailsAndIsRemembered() {
        Future<Boolean> blocked = HttpResources.get().onServer(true).next().submit(() -> new CountDownLatch(1)
                .await(1, TimeUnit.MILLISECONDS));

        assertThatThrownBy(() -> blocked.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BlockingOperationError.class);

        assertThat(BlockedLoops.take()).hasSize(1);
    }
}
