package dev.byok.command.keys;

import dev.byok.policy.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys with one secret behind them.
 *
 * @param apart what should keep them apart and does not; null where nothing should
 */
record SameSecret(List<KeyInUse> keys, @Nullable String apart) {

    SameSecret {
        keys = List.copyOf(keys);
    }

    /** Returns those there are among the findings. */
    static List<SameSecret> among(List<KeyFinding> findings) {
        Map<String, List<KeyInUse>> byFingerprint = new LinkedHashMap<>();
        for (KeyFinding finding : findings) {
            if (finding.fingerprint() != null) {
                byFingerprint
                        .computeIfAbsent(finding.fingerprint(), first -> new ArrayList<>())
                        .add(finding.key());
            }
        }
        return byFingerprint.values().stream()
                .filter(keys -> keys.size() > 1)
                .map(keys -> new SameSecret(keys, apart(keys)))
                .toList();
    }

    boolean wrong() {
        return apart != null;
    }

    private static @Nullable String apart(List<KeyInUse> keys) {
        if (differ(keys.stream().map(KeyInUse::workspace).toList())) {
            return "different workspaces";
        }
        if (differ(keys.stream().map(SameSecret::environments).toList())) {
            return "different environments";
        }
        return null;
    }

    /** In which order a filter names them means nothing. */
    private static @Nullable Set<Glob> environments(KeyInUse key) {
        List<Glob> environments = key.key().filters().environments();
        return environments == null ? null : Set.copyOf(environments);
    }

    private static boolean differ(List<? extends @Nullable Object> values) {
        return values.stream().anyMatch(value -> !Objects.equals(value, values.get(0)));
    }
}
