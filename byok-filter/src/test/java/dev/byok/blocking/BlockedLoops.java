package dev.byok.blocking;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Fails a test during which something blocked an event loop, or the run if it was after the last one. The blocking call
 * itself goes on: an error in its place would be swallowed by some, and thrown out of a wait for a lock it would leave a
 * waiter behind that never takes the lock, so that all who come later wait for ever.
 */
public final class BlockedLoops
        implements BlockHoundIntegration, BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final int MOST_KEPT = 20;
    private static final Queue<Throwable> SEEN = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    public void applyTo(BlockHound.Builder builder) {
        for (AllowedBlocking allowed : AllowedBlocking.values()) {
            builder.allowBlockingCallsInside(allowed.type(), allowed.method());
        }
        builder.blockingMethodCallback(BlockedLoops::note);
    }

    private static void note(BlockingMethod method) {
        if (COUNT.getAndIncrement() < MOST_KEPT) {
            SEEN.add(new Throwable(method + " on " + Thread.currentThread().getName()));
        }
    }

    /** Returns where event loops have been blocked since the last time. */
    public static List<String> take() {
        COUNT.set(0);
        List<String> taken = new ArrayList<>();
        for (Throwable seen = SEEN.poll(); seen != null; seen = SEEN.poll()) {
            StringWriter text = new StringWriter();
            seen.printStackTrace(new PrintWriter(text, true));
            taken.add(text.toString());
        }
        return taken;
    }

    /** Expects that no event loop has been blocked since the last time. */
    static void assertNone(String when) {
        List<String> taken = take();
        if (!taken.isEmpty()) {
            throw new AssertionError("event loops were blocked " + when + ":\n" + String.join("\n", taken));
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertNone("before this class, by what ran before");
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(BlockedLoops.class))
                .computeIfAbsent(
                        AutoCloseable.class, once -> () -> assertNone("after the last test"), AutoCloseable.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertNone("during this test or since the one before");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertNone("since the last test of this class");
    }
}
