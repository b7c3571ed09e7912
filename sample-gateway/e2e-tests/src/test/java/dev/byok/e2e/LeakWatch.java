package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which a Netty buffer was lost: {@code @ExtendWith(LeakWatch.class)}, or {@link
 * #assertNoLeaks()}. Needs the leak detector at its paranoid level and {@link RecordingLeakDetector}, as the build sets
 * them. A report comes after the loss, so one from an earlier class may show up here.
 */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int POLLS_PER_COLLECTION = 20;
    private static final AtomicInteger LOST = new AtomicInteger();

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
        for (int round = 0; round < ROUNDS; round++) {
            awaitTheReportOfALostBuffer();
        }
        return RecordingLeakDetector.takeReports();
    }

    /**
     * Loses a buffer and comes back when it has been reported, and with it what was lost before: seen to be unreachable
     * by one and the same collection, taken from Netty's queue by whichever thread came first.
     */
    private static void awaitTheReportOfALostBuffer() {
        String mark = RecordingLeakDetector.ON_PURPOSE + LOST.incrementAndGet() + ";";
        ByteBufAllocator.DEFAULT.directBuffer(16).touch(mark);
        AtomicInteger polls = new AtomicInteger();
        await("Netty's report of a buffer lost on purpose")
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(() -> {
                    if (polls.getAndIncrement() % POLLS_PER_COLLECTION == 0) {
                        System.gc();
                    }
                    provokeReports();
                    return RecordingLeakDetector.isReported(mark);
                });
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
