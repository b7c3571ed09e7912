package dev.byok.predicate;

import dev.byok.policy.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the patterns of a route; what could match no name that a policy may hold is refused. */
final class NamePatterns {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._@+*-]*");

    private NamePatterns() {}

    /**
     * @param predicate whose patterns these are, for the complaint
     * @throws IllegalArgumentException if there is none, or one that is no pattern of names
     */
    static List<Glob> of(String predicate, List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException(
                    predicate + " has no names: expected one or more, as in '" + predicate + "=legal,team-*'");
        }
        List<Glob> globs = new ArrayList<>(patterns.size());
        for (String pattern : patterns) {
            if (!FORM.matcher(pattern).matches()) {
                throw new IllegalArgumentException(predicate + " has the name '" + pattern
                        + "': expected letters, digits and . _ @ + -, where * stands for any characters");
            }
            globs.add(Glob.of(pattern));
        }
        return List.copyOf(globs);
    }
}
