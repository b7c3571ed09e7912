package dev.byok.e2e;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector, which also remembers what it reports. Netty makes one per kind of resource, by the name in the
 * system property {@link #PROPERTY}, as soon as the first such resource is made.
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

    static final String PROPERTY = "io.netty.customResourceLeakDetector";

    /** How the hint of a buffer begins whose loss is no mistake: it is remembered apart and not logged. */
    static final String ON_PURPOSE = "lost on purpose #";

    private static final ConcurrentLinkedQueue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final ConcurrentLinkedQueue<String> ON_PURPOSE_REPORTS = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("deprecation") // the one that Netty looks for by reflection
    public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    @SuppressWarnings("deprecation") // the one that Netty looks for by reflection
    public RecordingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval, maxActive);
    }

    /** Returns the reports since the last call. */
    static List<String> takeReports() {
        List<String> taken = new ArrayList<>();
        for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
            taken.add(report);
        }
        return taken;
    }

    /** Tells, once, whether the buffer has been reported that was touched with this hint. */
    static boolean isReported(String hint) {
        return ON_PURPOSE_REPORTS.removeIf(report -> report.contains(hint));
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        if (records.contains(ON_PURPOSE)) {
            ON_PURPOSE_REPORTS.add(records);
        } else {
            REPORTS.add(resourceType + records);
            super.reportTracedLeak(resourceType, records);
        }
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        REPORTS.add(resourceType);
        super.reportUntracedLeak(resourceType);
    }
}
