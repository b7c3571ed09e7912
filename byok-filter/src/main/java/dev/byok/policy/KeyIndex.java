package dev.byok.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some of a list's keys, found by caller without looking at the keys of other callers: those that name their callers, or
 * their members, are found by these names; those with wildcards, or without such a filter, are everybody's.
 */
final class KeyIndex {

    private static final int[] NONE = {};

    /** Most providers' keys say nothing that is looked for: so many indexes are this one. */
    private static final KeyIndex EMPTY = new KeyIndex(List.of(), NONE, Map.of(), Map.of());

    private final List<ProviderKey> all;
    private final int[] everybodys;
    private final Map<String, int[]> byCaller;
    private final Map<String, int[]> byMember;

    private KeyIndex(
            List<ProviderKey> all, int[] everybodys, Map<String, int[]> byCaller, Map<String, int[]> byMember) {
        this.all = all;
        this.everybodys = everybodys;
        this.byCaller = byCaller;
        this.byMember = byMember;
    }

    /**
     * Indexes the keys that are wanted.
     *
     * @param all in the order in which keys are returned; not to be changed
     */
    static KeyIndex of(List<ProviderKey> all, Predicate<ProviderKey> wanted) {
        int[] open = new int[all.size()];
        int found = 0;
        Map<String, List<Integer>> callers = new HashMap<>(0);
        Map<String, List<Integer>> members = new HashMap<>(0);
        for (int i = 0; i < all.size(); i++) {
            KeyFilters filters = all.get(i).filters();
            if (!wanted.test(all.get(i))) {
                continue;
            }
            if (areNames(filters.apiKeys())) {
                put(callers, filters.apiKeys(), i);
            } else if (areNames(filters.members())) {
                put(members, filters.members(), i);
            } else {
                open[found++] = i;
            }
        }
        return found == 0 && callers.isEmpty() && members.isEmpty()
                ? EMPTY
                : new KeyIndex(all, found == 0 ? NONE : Arrays.copyOf(open, found), ints(callers), ints(members));
    }

    private static boolean areNames(@Nullable List<Glob> globs) {
        return globs != null && globs.stream().allMatch(Glob::isLiteral);
    }

    private static void put(Map<String, List<Integer>> index, @Nullable List<Glob> names, int place) {
        if (names != null) {
            new HashSet<>(names).forEach(name -> index.computeIfAbsent(name.toString(), any -> new ArrayList<>(1))
                    .add(place));
        }
    }

    private static Map<String, int[]> ints(Map<String, List<Integer>> index) {
        Map<String, int[]> ints = new HashMap<>();
        index.forEach((name, places) ->
                ints.put(name, places.stream().mapToInt(Integer::intValue).toArray()));
        return Map.copyOf(ints);
    }

    boolean isEmpty() {
        return this == EMPTY;
    }

    /** Returns the keys that may be meant for a caller, in order; every one that is meant for it is among them. */
    Iterator<ProviderKey> of(Caller caller) {
        if (isEmpty()) {
            return Collections.emptyIterator();
        }
        int[] callers = byCaller.isEmpty() ? NONE : byCaller.getOrDefault(caller.name(), NONE);
        String member = caller.member();
        int[] members = member == null || byMember.isEmpty() ? NONE : byMember.getOrDefault(member, NONE);
        return new KeyCursor(all, everybodys, callers, members);
    }
}
