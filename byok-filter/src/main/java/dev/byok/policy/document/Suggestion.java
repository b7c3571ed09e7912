package dev.byok.policy.document;

import java.util.Collection;
import java.util.Comparator;

/** The nearest known name to a misspelt one. */
public final class Suggestion {

    private Suggestion() {}

    /** Returns {@code " (did you mean NAME?)"}, or nothing where no known name is near. */
    public static String of(String name, Collection<String> known) {
        int tolerance = Math.max(1, Math.min(4, name.length() / 3));
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= tolerance)
                .filter(candidate -> !CredentialPatterns.suspected(candidate))
                .map(candidate -> new Near(candidate, distance(name, candidate)))
                .filter(near -> near.distance <= tolerance)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(near -> " (did you mean " + near.name + "?)")
                .orElse("");
    }

    /** Counts insertions, deletions, replacements and swaps of neighbours. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private record Near(String name, int distance) {}
}
