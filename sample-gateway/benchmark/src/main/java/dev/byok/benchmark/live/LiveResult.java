package dev.byok.benchmark.live;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What it took to put a large policy in force, from its bytes to the assignment.
 *
 * @param keys in the policy
 * @param firstMillis in a JVM that has read none before
 * @param laterMillis the median of those that follow
 * @param peakMegabytes the heap's, over all of them: what is in force beside what replaces it
 * @param policyMegabytes heap that the policy takes once it is in force
 */
public record LiveResult(
        int keys, double firstMillis, double laterMillis, double peakMegabytes, double policyMegabytes) {

    private static final String MARK = "LIVE ";

    /** Returns the result among the lines of a process. */
    public static LiveResult of(Stream<String> lines) {
        String line = lines.filter(each -> each.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no result"));
        String[] fields = Objects.requireNonNull(line).substring(MARK.length()).split(" ", -1);
        return new LiveResult(
                Integer.parseInt(fields[0]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]));
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s%d %.1f %.1f %.1f %.1f",
                MARK,
                keys,
                firstMillis,
                laterMillis,
                peakMegabytes,
                policyMegabytes);
    }
}
