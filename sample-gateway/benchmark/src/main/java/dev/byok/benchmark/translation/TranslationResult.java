package dev.byok.benchmark.translation;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What one translation costs.
 *
 * @param micros for one request
 * @param allocated bytes for one request
 */
public record TranslationResult(Translation translation, double micros, double allocated) {

    private static final String MARK = "TRANSLATION ";

    /** Returns all results among the lines of a process. */
    public static Stream<TranslationResult> all(Stream<String> lines) {
        return lines.filter(line -> line.startsWith(MARK)).map(TranslationResult::of);
    }

    private static TranslationResult of(String line) {
        String[] fields = line.substring(MARK.length()).split(" ", -1);
        return new TranslationResult(
                Translation.valueOf(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
    }

    String line() {
        return String.format(Locale.ROOT, "%s%s %.4f %.1f", MARK, translation, micros, allocated);
    }
}
