package dev.byok.benchmark.planning;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What planning costs with one policy.
 *
 * @param keys in the whole policy
 * @param micros for one plan
 * @param allocated bytes for one plan
 * @param policyHeap bytes of heap that the policy takes
 */
public record PlanningResult(Shape shape, int keys, double micros, double allocated, long policyHeap) {

    private static final String MARK = "PLANNING ";

    /** Returns all results among the lines of a process. */
    public static Stream<PlanningResult> all(Stream<String> lines) {
        return lines.filter(line -> line.startsWith(MARK)).map(PlanningResult::of);
    }

    private static PlanningResult of(String line) {
        String[] fields = line.substring(MARK.length()).split(" ", -1);
        return new PlanningResult(
                Shape.valueOf(fields[0]),
                Integer.parseInt(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Long.parseLong(fields[4]));
    }

    String line() {
        return String.format(Locale.ROOT, "%s%s %d %.4f %.1f %d", MARK, shape, keys, micros, allocated, policyHeap);
    }
}
