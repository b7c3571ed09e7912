package dev.byok.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Fails a test in which something blocked an event loop, also where the error that it got was swallowed. */
public final class BlockedLoops implements BlockHoundIntegration, AfterEachCallback {

    private static final Queue<BlockingOperationError> SEEN = new ConcurrentLinkedQueue<>();

    @Override
    public void applyTo(BlockHound.Builder builder) {
        allowTheHosts(builder);
        builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            SEEN.add(error);
            throw error;
        });
    }

    private static void allowTheHosts(BlockHound.Builder builder) {
        // The host's logging: a console appender writes on the thread that logs.
        builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
    }

    /** Returns what was seen since it was last asked for. */
    static List<BlockingOperationError> take() {
        List<BlockingOperationError> taken = new ArrayList<>();
        for (BlockingOperationError next = SEEN.poll(); next != null; next = SEEN.poll()) {
            taken.add(next);
        }
        return taken;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<BlockingOperationError> seen = take();
        if (!seen.isEmpty()) {
            AssertionError error = new AssertionError(seen.size() + " blocking calls on event loops");
            seen.forEach(error::addSuppressed);
            throw error;
        }
    }
}
