package dev.byok.command.catalog;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of a list's entries, for people. */
final class ImportReport {

    private final Map<String, List<String>> leftOut = new TreeMap<>();
    private final Map<String, List<String>> without = new TreeMap<>();

    /** Notes an entry that is not taken over. */
    void leftOut(String entry, String why) {
        leftOut.computeIfAbsent(why, any -> new ArrayList<>()).add(entry);
    }

    /** Notes what of an entry is not, while the rest is. */
    void without(String entry, String what) {
        without.computeIfAbsent(what, any -> new ArrayList<>()).add(entry);
    }

    /** Prints it: counts, and each entry for those who ask. */
    void print(List<CatalogModel> models, boolean verbose, PrintWriter out) {
        long endpoints =
                models.stream().mapToLong(model -> model.endpoints().size()).sum();
        TreeSet<String> providers = new TreeSet<>();
        models.forEach(model -> model.endpoints().forEach(endpoint -> providers.add(endpoint.provider())));
        out.println("taken over: " + counted(models.size(), "model") + ", " + counted(endpoints, "endpoint")
                + (providers.isEmpty() ? "" : " at " + String.join(", ", providers)));
        print("left out", leftOut, verbose, out);
        print("taken over without", without, verbose, out);
    }

    private static void print(String title, Map<String, List<String>> entries, boolean verbose, PrintWriter out) {
        if (entries.isEmpty()) {
            return;
        }
        out.println(title + ":");
        entries.entrySet().stream()
                .sorted(Comparator.comparing(row -> -row.getValue().size()))
                .forEach(row -> {
                    out.printf("%7d  %s%n", row.getValue().size(), row.getKey());
                    if (verbose) {
                        row.getValue().stream()
                                .sorted()
                                .forEach(entry -> out.println("           " + Shown.text(entry)));
                    }
                });
    }
}
