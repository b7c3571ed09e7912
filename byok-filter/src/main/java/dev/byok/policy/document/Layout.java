package dev.byok.policy.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which files a policy has, and which sections belong where. */
final class Layout {

    static final String MANIFEST = "policy.yml";
    static final String PROVIDERS = "providers.yml";
    static final String MODELS = "models.yml";
    static final String PROFILES = "profiles.yml";
    static final String WORKSPACES = "workspaces/*.yml";
    static final String SCENARIOS = "scenarios/*.yml";

    private static final String SCENARIOS_FOLDER = "scenarios/";

    /** The platform's own. */
    static final List<String> PLATFORM_FILES = List.of(MANIFEST, PROVIDERS, MODELS, PROFILES);

    private static final Map<String, String> HOMES = Map.ofEntries(
            Map.entry("policy", MANIFEST),
            Map.entry("defaults", MANIFEST),
            Map.entry("secrets", MANIFEST),
            Map.entry("workspaces", MANIFEST),
            Map.entry("providers", PROVIDERS),
            Map.entry("shared-capacity", PROVIDERS),
            Map.entry("models", MODELS),
            Map.entry("profiles", PROFILES),
            Map.entry("data-classes", PROFILES),
            Map.entry("workspace", WORKSPACES),
            Map.entry("show-key-names", WORKSPACES),
            Map.entry("environments", WORKSPACES),
            Map.entry("members", WORKSPACES),
            Map.entry("callers", WORKSPACES),
            Map.entry("keys", WORKSPACES),
            Map.entry("budgets", WORKSPACES),
            Map.entry("scenarios", SCENARIOS));

    private Layout() {}

    static boolean isPlatformFile(String file) {
        return PLATFORM_FILES.contains(file);
    }

    /** Returns whether a file is a team's own, as the manifest may name it. */
    static boolean isWorkspace(String file) {
        return !isPlatformFile(file) && !isScenarios(file);
    }

    /** Returns whether a file holds tests of the policy, which no gateway runs. */
    static boolean isScenarios(String file) {
        return file.startsWith(SCENARIOS_FOLDER);
    }

    /** Returns the file that a top-level section belongs in, or null for one that belongs nowhere. */
    static @Nullable String homeOf(String section) {
        return HOMES.get(section);
    }

    /** Returns the file in which things of a kind are declared, as in {@code provider}; null where that is nowhere alone. */
    static @Nullable String homeOfKind(String kind) {
        return kind.equals("data class") ? PROFILES : homeOf(kind + "s");
    }

    static int rank(String file) {
        int index = PLATFORM_FILES.indexOf(file);
        return index < 0 ? PLATFORM_FILES.size() : index;
    }
}
