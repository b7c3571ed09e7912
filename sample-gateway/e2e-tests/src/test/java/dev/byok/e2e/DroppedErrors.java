package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/**
 * Fails a test during which Reactor dropped an error, or buffers were counted wrongly without anybody hearing of it. Such an
 * error has no place to go to: the caller's answer looks right. What is dropped after a test is found by the next one, by
 * the end of the class, or by the class that follows. Registered for every class of this module by JUnit itself.
 */
public final class DroppedErrors implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final ConcurrentLinkedQueue<String> REPORTS = new ConcurrentLinkedQueue<>();

    static {
        Hooks.onErrorDropped(thrown -> report("Reactor dropped", thrown));
        SwallowedCounts.watch();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertNone("before this class, by what ran before");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertNone("during this test or since the one before");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertNone("since the last test of this class");
    }

    /** Returns what has been dropped since the last time. */
    static List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
            taken.add(report);
        }
        return taken;
    }

    /** Expects that nothing has been dropped since the last time. */
    static void assertNone(String when) {
        assertThat(take()).as("errors dropped %s", when).isEmpty();
    }

    /** Notes an error and how it was lost, unless it may be. */
    static void report(String how, Throwable thrown) {
        if (AllowedDrop.isOne(thrown)) {
            return;
        }
        StringWriter text = new StringWriter()
                .append(how)
                .append(" on ")
                .append(Thread.currentThread().getName())
                .append(": ");
        thrown.printStackTrace(new PrintWriter(text, true));
        REPORTS.add(text.toString());
    }
}
