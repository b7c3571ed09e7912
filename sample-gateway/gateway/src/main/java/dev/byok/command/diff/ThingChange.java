package dev.byok.command.diff;

import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How something declared changes.
 *
 * @param formerly what it was called; null where it is called so still, is new or is gone
 * @param before where it stood; null for a new one
 * @param after where it stands; null for one that is gone
 * @param facts what is said of it otherwise; empty for a new one or one that is gone, maybe for one with another name
 */
record ThingChange(
        String kind,
        String name,
        @Nullable String formerly,
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

    /** Returns what differs, by kind and name. */
    static List<ThingChange> between(List<Thing> before, List<Thing> after, Renames renames) {
        Map<List<String>, Thing> old = byName(before, renames::now);
        Map<List<String>, Thing> now = byName(after, Thing::name);
        Set<List<String>> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        List<ThingChange> changes = new ArrayList<>();
        for (List<String> name : names) {
            ThingChange change = of(old.get(name), now.get(name));
            if (change != null) {
                changes.add(change);
            }
        }
        changes.sort(Comparator.comparingInt((ThingChange change) -> Things.KINDS.indexOf(change.kind()))
                .thenComparing(ThingChange::name));
        return changes;
    }

    private static Map<List<String>, Thing> byName(List<Thing> things, Function<Thing, String> name) {
        Map<List<String>, Thing> byName = new LinkedHashMap<>();
        things.forEach(thing -> byName.putIfAbsent(List.of(thing.kind(), name.apply(thing)), thing));
        return byName;
    }

    private static @Nullable ThingChange of(@Nullable Thing was, @Nullable Thing is) {
        if (was == null) {
            return is == null ? null : new ThingChange(is.kind(), is.name(), null, null, is.location(), List.of());
        }
        if (is == null) {
            return new ThingChange(was.kind(), was.name(), null, was.location(), null, List.of());
        }
        String formerly = was.name().equals(is.name()) ? null : was.name();
        List<Fact> facts = facts(was.facts(), is.facts());
        return formerly == null && facts.isEmpty()
                ? null
                : new ThingChange(is.kind(), is.name(), formerly, was.location(), is.location(), facts);
    }

    /** Returns how it changes, in one word. */
    String word() {
        if (before == null || after == null) {
            return before == null ? "new" : "gone";
        }
        return formerly == null ? "changed" : "renamed";
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
