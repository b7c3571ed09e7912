package dev.byok.command.diff;

import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How something declared changes.
 *
 * @param before where it stood; null for a new one
 * @param after where it stands; null for one that is gone
 * @param facts what is said of it otherwise; empty for a new one or one that is gone
 */
record ThingChange(
        String kind,
        String name,
        @Nullable SourceLocation before,
        @Nullable SourceLocation after,
        List<Fact> facts) {

    private static final int LONG = 100;
    private static final String SEPARATOR = ", ";

    /**
     * One thing that is said otherwise; safe to print.
     *
     * @param before null where nothing was said
     * @param after null where nothing is said any more
     */
    record Fact(
            String name, @Nullable String before, @Nullable String after) {}

    /** Returns what differs: by kind, and then in the order of the new policy, with those that are gone behind. */
    static List<ThingChange> between(List<Thing> before, List<Thing> after) {
        Map<List<String>, Thing> old = Things.byName(before);
        Map<List<String>, Thing> now = Things.byName(after);
        Set<List<String>> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        List<ThingChange> changes = new ArrayList<>();
        for (List<String> name : names) {
            Thing was = old.get(name);
            Thing is = now.get(name);
            List<Fact> facts = was == null || is == null ? List.of() : facts(was.facts(), is.facts());
            if (was == null || is == null || !facts.isEmpty()) {
                changes.add(new ThingChange(
                        name.get(0),
                        name.get(1),
                        was == null ? null : was.location(),
                        is == null ? null : is.location(),
                        facts));
            }
        }
        changes.sort(Comparator.comparingInt(change -> Things.KINDS.indexOf(change.kind())));
        return changes;
    }

    private static List<Fact> facts(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> fact(name, before.get(name), after.get(name)))
                .toList();
    }

    /** Of lists that are too long to be printed, what they do not share. */
    private static Fact fact(String name, @Nullable String before, @Nullable String after) {
        if (before == null || after == null || Math.max(before.length(), after.length()) <= LONG) {
            return new Fact(name, shown(before), shown(after));
        }
        List<String> was = List.of(before.split(SEPARATOR, -1));
        List<String> is = List.of(after.split(SEPARATOR, -1));
        return new Fact(name, shown(without(was, is)), shown(without(is, was)));
    }

    private static String without(List<String> these, List<String> those) {
        String rest = String.join(
                SEPARATOR, these.stream().filter(each -> !those.contains(each)).toList());
        return rest.isEmpty() ? "…" : "… " + rest;
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : Shown.text(text);
    }
}
