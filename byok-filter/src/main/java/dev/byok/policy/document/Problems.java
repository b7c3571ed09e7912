package dev.byok.policy.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything found wrong so far with one version of the policy. */
final class Problems {

    static final String NOT_SUPPORTED = "not supported by this version";

    private final List<Problem> found = new ArrayList<>();

    /** Every place that something wrong stands in, by file and path. */
    private final Set<String> unsound = new HashSet<>();

    void add(Place place, @Nullable String value, String expectation) {
        found.add(new Problem(Shown.text(place.file()), place.line(), place.path(), value, expectation));
        Place around = place;
        while (unsound.add(nameOf(around)) && !around.path().isEmpty()) {
            around = around.enclosing();
        }
    }

    /** Returns whether nothing wrong has been found in a place so far; what follows from it can be relied on then. */
    boolean isSound(Place place) {
        return !unsound.contains(nameOf(place));
    }

    private static String nameOf(Place place) {
        return place.file() + " " + place.path();
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
