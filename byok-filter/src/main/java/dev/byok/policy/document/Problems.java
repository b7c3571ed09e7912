package dev.byok.policy.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything found wrong so far with one version of the policy. */
final class Problems {

    static final String NOT_SUPPORTED = "not supported by this version";

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, @Nullable String value, String expectation) {
        found.add(new Problem(Shown.text(place.file()), place.line(), place.path(), value, expectation));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns how many there are so far. */
    int count() {
        return found.size();
    }

    /** Returns each problem once, by file in the order in which people read them, then by line. */
    List<Problem> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt((Problem problem) -> Layout.rank(problem.file()))
                        .thenComparing(Problem::file)
                        .thenComparingInt(Problem::line))
                .toList();
    }
}
