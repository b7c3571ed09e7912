package dev.byok.command.diff;

import dev.byok.policy.Environment;
import dev.byok.policy.Glob;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.OnFailure;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Shown;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a workspace's own file said to be strict, and says no more: its environments and its keys. */
final class WorkspaceStrictness {

    private final Workspace before;
    private final Workspace after;
    private final Renames renames;
    private final List<Loosened> loosened;

    /**
     * Makes one.
     *
     * @param loosened where it is put down
     */
    WorkspaceStrictness(Workspace before, Workspace after, Renames renames, List<Loosened> loosened) {
        this.before = before;
        this.after = after;
        this.renames = renames;
        this.loosened = loosened;
    }

    /** Looks at everything. */
    void compare() {
        new TreeMap<>(before.environments()).forEach((name, old) -> {
            Environment now = after.environments().get(name);
            if (now != null && old.production() && !now.production()) {
                add(who("environment", name), "is no longer production", old.location(), now.location());
            }
        });
        Map<String, ProviderKey> keys = keys(after);
        Map<String, ProviderKey> formerly = keys(before);
        formerly.forEach((name, old) -> compare(who("key", name), old, keys.get(name)));
        keys.forEach((name, now) -> {
            ProviderKey old = formerly.get(name);
            boolean same = old != null && old.provider().equals(now.provider());
            new DataStrictness(loosened).key(who("key", name), same ? old : null, now);
        });
    }

    private void compare(String who, ProviderKey old, @Nullable ProviderKey now) {
        if (now == null || !now.provider().equals(old.provider())) {
            if (closes(old) || ends(old)) {
                add(who, "is gone, and was strict", old.location(), now == null ? null : now.location());
            }
            return;
        }
        if (old.sharedCapacity().compareTo(now.sharedCapacity()) > 0) {
            add(who, "closes less shared capacity", old.location(), now.location());
        }
        if (ends(old) && !ends(now)) {
            add(who, "no longer ends a request by its failure", old.location(), now.location());
        }
        boolean sameAudience = audience(old.filters(), name -> renames.caller(before.name(), name))
                .equals(audience(now.filters(), name -> name));
        if ((closes(now) || ends(now)) && !sameAudience) {
            add(who, "is strict for others than before", old.location(), now.location());
        }
    }

    private static boolean closes(ProviderKey key) {
        return key.sharedCapacity() != SharedCapacityRule.USE;
    }

    private static boolean ends(ProviderKey key) {
        return key.onFailure() == OnFailure.RETURN;
    }

    /** In which order the patterns of a filter stand means nothing. */
    private static List<@Nullable Set<String>> audience(KeyFilters filters, UnaryOperator<String> caller) {
        return Arrays.asList(
                set(filters.models(), name -> name),
                set(filters.apiKeys(), caller),
                set(filters.members(), name -> name),
                set(filters.environments(), name -> name));
    }

    private static @Nullable Set<String> set(@Nullable List<Glob> globs, UnaryOperator<String> name) {
        return globs == null
                ? null
                : globs.stream().map(Glob::toString).map(name).collect(Collectors.toSet());
    }

    private static Map<String, ProviderKey> keys(Workspace workspace) {
        Map<String, ProviderKey> keys = new TreeMap<>();
        workspace.keys().values().forEach(list -> list.forEach(key -> keys.put(key.name(), key)));
        return keys;
    }

    private String who(String kind, String name) {
        return kind + " " + after.name() + "/" + Shown.text(name);
    }

    private void add(String who, String what, SourceLocation from, @Nullable SourceLocation to) {
        loosened.add(Loosened.of(who, what, from, to));
    }
}
