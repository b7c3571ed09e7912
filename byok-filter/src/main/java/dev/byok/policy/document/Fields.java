package dev.byok.policy.document;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a section may hold.
 *
 * @param supported fields that are read
 * @param unsupported fields of the format whose behaviour does not exist yet: refused, never ignored
 */
record Fields(Set<String> supported, Set<String> unsupported) {

    static Fields of(String... supported) {
        return new Fields(Set.of(supported), Set.of());
    }

    /** Returns these and further ones that are read. */
    Fields and(String... further) {
        Set<String> all = new TreeSet<>(supported);
        all.addAll(Set.of(further));
        return new Fields(Set.copyOf(all), unsupported);
    }

    Fields without(String... unsupportedYet) {
        return new Fields(supported, Set.of(unsupportedYet));
    }

    Set<String> all() {
        Set<String> all = new TreeSet<>(supported);
        all.addAll(unsupported);
        return all;
    }
}
