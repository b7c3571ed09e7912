package dev.byok.benchmark;

import java.util.List;
import java.util.Locale;

/** The median of a few figures, and how far they are apart. */
record Spread(double median, double min, double max) {

    static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Returns the largest as if it were all. */
    Spread worst() {
        return new Spread(max, min, max);
    }

    String text(String format) {
        return String.format(Locale.ROOT, format + " [" + format + "-" + format + "]", median, min, max);
    }
}
