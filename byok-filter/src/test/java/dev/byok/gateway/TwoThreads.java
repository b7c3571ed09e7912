package dev.byok.gateway;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets two tasks begin at the same moment, again and again. */
final class TwoThreads implements AfterAllCallback {

    private static final int PATIENCE_SECONDS = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** Returns when both are done; fails as they do. */
    void race(Runnable one, Runnable other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> first = threads.submit(() -> at(start, one));
        Future<?> second = threads.submit(() -> at(start, other));
        first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        second.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean at(CyclicBarrier start, Runnable task) throws Exception {
        start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        task.run();
        return true;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        threads.shutdownNow();
    }
}
