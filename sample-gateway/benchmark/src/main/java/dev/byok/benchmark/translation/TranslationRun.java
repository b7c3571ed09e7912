package dev.byok.benchmark.translation;

import dev.byok.benchmark.Fork;
import java.io.PrintStream;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** The process that measures translations. */
public final class TranslationRun {

    /** A translation is many small methods: until all of them are compiled takes some seconds. */
    private static final int LONGER = 5;

    private TranslationRun() {}

    /**
     * Measures each, and prints a line for it.
     *
     * @param millis a fifth of what an iteration takes
     */
    public static void run(long millis, PrintStream out) throws RunnerException {
        for (RunResult result : Fork.run(TranslationBenchmark.class, LONGER * millis)) {
            out.println(new TranslationResult(
                            Translation.valueOf(result.getParams().getParam("translation")),
                            result.getPrimaryResult().getScore(),
                            Objects.requireNonNull(result.getSecondaryResults().get(Fork.ALLOCATED))
                                    .getScore())
                    .line());
        }
    }
}
