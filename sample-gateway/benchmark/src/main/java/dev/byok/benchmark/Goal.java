package dev.byok.benchmark;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A floor under what is acceptable.
 *
 * @param most what the median may be
 * @param measured null where the run did not measure it
 */
record Goal(String what, double most, String unit, @Nullable Spread measured) {

    /** What became of a goal. */
    enum Verdict {
        PASS,
        FAIL,
        /** The run was too small to tell. */
        OPEN
    }

    Verdict verdict() {
        if (measured == null) {
            return Verdict.OPEN;
        }
        return measured.median() <= most ? Verdict.PASS : Verdict.FAIL;
    }

    String text() {
        String seen = measured == null ? "not measured" : measured.text("%.3f");
        return String.format(Locale.ROOT, "%-5s %-58s at most %-6s %-9s %s", verdict(), what, most, unit, seen);
    }
}
