package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which a Netty buffer was lost: {@code @ExtendWith(LeakWatch.class)}, or {@link
 * #assertNoLeaks()}. Needs the leak detector at its paranoid level and {@link RecordingLeakDetector}, as the build sets
 * them. A report comes after the loss, so one from an earlier class may show up here.
 */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static {
        // Where the build has not set it, it is early enough if no buffer has been made yet.
        if (System.getProperty(RecordingLeakDetector.PROPERTY) == null) {
            System.setProperty(RecordingLeakDetector.PROPERTY, RecordingLeakDetector.class.getName());
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel())
                .as("io.netty.leakDetection.level")
                .isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(ResourceLeakDetectorFactory.instance().newResourceLeakDetector(LeakWatch.class))
                .as("the detector by -D" + RecordingLeakDetector.PROPERTY + ", set before Netty's first buffer")
                .isInstanceOf(RecordingLeakDetector.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertNoLeaks();
    }

    /** Collects garbage and expects that Netty has lost nothing since the last time. */
    static void assertNoLeaks() {
        assertThat(collect())
                .as("buffers that nobody released, with where they were touched")
                .isEmpty();
    }

    /** Returns what Netty has reported since the last time, after everything unreachable has been found. */
    static List<String> collect() {
        List<String> reports = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            collectGarbage();
            provokeReports();
            reports.addAll(RecordingLeakDetector.takeReports());
        }
        return reports;
    }

    /** Comes back when an object that was unreachable at the call has been found to be. */
    private static void collectGarbage() {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), found);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean collected = false;
        while (!collected && System.nanoTime() < deadline) {
            System.gc();
            collected = next(found) == sentinel;
        }
        assertThat(collected).as("a garbage collection took place").isTrue();
    }

    private static Object next(ReferenceQueue<Object> queue) {
        try {
            Object reference = queue.remove(200);
            return reference == null ? queue : reference;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Netty looks for lost buffers whenever a new one is made. */
    private static void provokeReports() {
        for (int i = 0; i < 16; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
            ByteBufAllocator.DEFAULT.heapBuffer(16).release();
            ByteBufAllocator.DEFAULT.compositeBuffer().release();
        }
    }
}
