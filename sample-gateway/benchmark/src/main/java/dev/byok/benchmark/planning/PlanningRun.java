package dev.byok.benchmark.planning;

import dev.byok.benchmark.Fork;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Collection;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** The process that measures planning. */
public final class PlanningRun {

    private PlanningRun() {}

    /**
     * Measures every shape and size, and prints a line for each.
     *
     * @param millis how long an iteration takes; there are five of warm-up and five that count
     */
    public static void run(long millis, PrintStream out) throws RunnerException {
        Collection<RunResult> results = Fork.run(PlanningBenchmark.class, millis);
        for (RunResult result : results) {
            Shape shape = Shape.valueOf(result.getParams().getParam("shape"));
            int keys = Integer.parseInt(result.getParams().getParam("keys"));
            out.println(new PlanningResult(
                            shape,
                            keys,
                            result.getPrimaryResult().getScore(),
                            Objects.requireNonNull(result.getSecondaryResults().get(Fork.ALLOCATED))
                                    .getScore(),
                            heapOf(shape, keys))
                    .line());
        }
    }

    /** Returns the bytes of heap that a policy takes. */
    private static long heapOf(Shape shape, int keys) {
        long before = usedHeap();
        Object policy = new PlanningPolicy(shape, keys).policy();
        try {
            return Math.max(0, usedHeap() - before);
        } finally {
            Reference.reachabilityFence(policy);
        }
    }

    private static long usedHeap() {
        // Twice: what the first collection finds by way of references is freed by the second.
        ManagementFactory.getMemoryMXBean().gc();
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
