package dev.byok.command.diff;

import dev.byok.policy.PolicySnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is not gone but has another name: a caller where a new one is recognised by what it was recognised by, and the
 * workspace of such a caller where that is gone and new too.
 *
 * @param callers the new name by the former one
 * @param workspaces the same of workspaces
 */
record Renames(Map<String, String> callers, Map<String, String> workspaces) {

    /** Returns those there are. */
    static Renames among(List<CallerPair> pairs, PolicySnapshot before, PolicySnapshot after) {
        Names callers = new Names(
                CallerPair.callers(before).keySet(), CallerPair.callers(after).keySet());
        Names workspaces =
                new Names(before.workspaces().keySet(), after.workspaces().keySet());
        for (CallerPair pair : pairs) {
            callers.claim(pair.before().qualifiedName(), pair.after().qualifiedName());
            workspaces.claim(pair.before().workspace(), pair.after().workspace());
        }
        return new Renames(callers.renamed, workspaces.renamed);
    }

    /** Returns what a workspace of the older policy is called now. */
    String workspace(String name) {
        return workspaces.getOrDefault(name, name);
    }

    /** Returns what a caller of a workspace of the older policy is called now; a pattern of callers as it is. */
    String caller(String workspace, String name) {
        String now = callers.get(workspace + "/" + name);
        return now == null ? name : now.substring(now.indexOf('/') + 1);
    }

    /** Returns what something of the older policy would be called now, if it is still there. */
    String now(Thing thing) {
        return switch (thing.kind()) {
            case "workspace" -> workspace(thing.name());
            case "caller" -> callers.getOrDefault(thing.name(), thing.name());
            case "environment", "key" -> {
                int slash = thing.name().indexOf('/');
                yield workspace(thing.name().substring(0, slash)) + thing.name().substring(slash);
            }
            default -> thing.name();
        };
    }

    /** Names of both sides; one that both have is no other's, and each new one is that of one former. */
    private static final class Names {

        private final Set<String> before;
        private final Set<String> after;
        private final Map<String, String> renamed = new HashMap<>();
        private final Set<String> taken = new HashSet<>();

        Names(Set<String> before, Set<String> after) {
            this.before = before;
            this.after = after;
        }

        void claim(String old, String now) {
            boolean isRenamed = !after.contains(old) && !before.contains(now);
            if (isRenamed && !renamed.containsKey(old) && taken.add(now)) {
                renamed.put(old, now);
            }
        }
    }
}
