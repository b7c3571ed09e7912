package dev.byok.benchmark;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A process of ours that is the fork of a JMH benchmark, so that its JVM and its core are chosen as all others are. */
public final class Fork {

    /** The secondary result that tells how many bytes one operation allocates. */
    public static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final int ITERATIONS = 5;

    private Fork() {}

    /**
     * Measures a benchmark with all its parameters.
     *
     * @param millis how long an iteration takes; there are five of warm-up and five that count
     */
    public static Collection<RunResult> run(Class<?> benchmark, long millis) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(millis);
        return new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
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
    }
}
