package dev.byok.benchmark.planning;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Collection;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The process that measures planning: it is the fork, so that its JVM and its core are chosen as all others are. */
public final class PlanningRun {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 5;

    private PlanningRun() {}

    /**
     * Measures every shape and size, and prints a line for each.
     *
     * @param millis how long an iteration takes; there are five of warm-up and five that count
     */
    public static void run(long millis, PrintStream out) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(millis);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(PlanningBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(0)
                        .shouldFailOnError(true)
                        .warmupIterations(ITERATIONS)
                        .warmupTime(time)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(time)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        for (RunResult result : results) {
            Shape shape = Shape.valueOf(result.getParams().getParam("shape"));
            int keys = Integer.parseInt(result.getParams().getParam("keys"));
            out.println(new PlanningResult(
                            shape,
                            keys,
                            result.getPrimaryResult().getScore(),
                            Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
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
