package dev.byok.benchmark.live;

import dev.byok.caller.GatewayKeyFormat;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A policy as large as one becomes: by default 500 workspaces with 20 keys each, filters and comments included, of which
 * every part can be told from every other. Always the same for the same numbers.
 *
 * @param workspaces how many there are
 * @param keys of each workspace
 * @param secretRoot where the files of its secrets are
 */
public record LargePolicy(int workspaces, int keys, String secretRoot) {

    public static final int PROVIDERS = 15;
    public static final int MODELS = 120;
    public static final int PROFILES = 8;
    public static final int CALLERS = 6;

    /** Gateway keys of a workspace: each caller's, and a second one of each third caller, which replaces it. */
    public static final int GATEWAY_KEYS = CALLERS + CALLERS / 3;

    /** The file of a workspace of which each edition differs. */
    public static final String A_TEAM = file(0);

    private static final List<String> ENVIRONMENTS = List.of("dev", "staging", "prod");
    private static final List<String> MEMBERS = List.of("content", "legal", "research", "support");

    /** Returns 10,000 keys in 500 workspaces. */
    public static LargePolicy of(String secretRoot) {
        return new LargePolicy(500, 20, secretRoot);
    }

    /**
     * Returns its files, by path below the policy's root.
     *
     * @param edition stands in a comment of the manifest and of {@link #A_TEAM}, so that with the one, the other or both two
     *     editions are two versions that mean the same
     */
    public Map<String, String> contents(int edition) {
        Map<String, String> contents = new TreeMap<>();
        contents.put("policy.yml", manifest(edition));
        contents.put("providers.yml", providers());
        contents.put("models.yml", models());
        contents.put("profiles.yml", profiles());
        IntStream.range(0, workspaces).forEach(number -> contents.put(file(number), workspace(number)));
        contents.computeIfPresent(A_TEAM, (file, text) -> "# Edition " + edition + ".\n" + text);
        return contents;
    }

    /** Returns the files of all workspaces' secrets, below the secret root. */
    public List<String> secrets() {
        List<String> names = new ArrayList<>();
        for (int workspace = 0; workspace < workspaces; workspace++) {
            for (int key = 0; key < keys; key++) {
                names.add(name(workspace) + "/key-" + key);
            }
        }
        return names;
    }

    private String manifest(int edition) {
        StringBuilder text = new StringBuilder("""
                # The platform's manifest, edition %d.
                policy: 1
                defaults: { profile: profile-0 }
                secrets: { file-roots: [%s], allow-env: true }
                workspaces:
                """.formatted(edition, secretRoot));
        for (int number = 0; number < workspaces; number++) {
            text.append("""
                      %s:
                        file: %s
                        secrets: ["file:%s/%1$s/**"]
                        providers: ["provider-*"]
                        shared-capacity: {}
                    """.formatted(name(number), file(number), secretRoot));
        }
        return text.toString();
    }

    private static String providers() {
        return IntStream.range(0, PROVIDERS)
                .mapToObj(number -> """
                          provider-%d:
                            base-url: https://api-%<d.example.com/v1
                            timeouts: { connect: 2s, first-output: 30s, total: 5m }
                        """.formatted(number))
                .collect(Collectors.joining("", "providers:\n", ""));
    }

    private static String models() {
        return IntStream.range(0, MODELS)
                .mapToObj(number -> """
                          vendor-%d/model-%d:                      # %s
                            context: 128000
                            endpoints:
                              - { provider: provider-%d, model: model-%2$d, price: { prompt: 1.25, completion: 10, cached-read: 0.125 } }
                              - { provider: provider-%d, model: model-%2$d, price: { prompt: 1.5, completion: 12 } }
                        """.formatted(
                                number % 10,
                                number,
                                "the " + number + "th of them",
                                number % PROVIDERS,
                                (number + 1) % PROVIDERS))
                .collect(Collectors.joining("", "models:\n", ""));
    }

    private static String profiles() {
        return IntStream.range(0, PROFILES)
                .mapToObj(number -> "  profile-" + number + ": { max-attempts: " + (number + 2)
                        + ", rotation: ordered, timeouts: { stall: 20s } }\n")
                .collect(Collectors.joining("", "profiles:\n", ""));
    }

    private String workspace(int number) {
        StringBuilder text = new StringBuilder("workspace: " + name(number) + "\nshow-key-names: true\n");
        text.append("environments: { dev: {}, staging: {}, prod: {} }\n");
        text.append("members: { content: {}, legal: {}, research: {}, support: {} }\ncallers:\n");
        for (int caller = 0; caller < CALLERS; caller++) {
            text.append(caller(number, caller));
        }
        text.append("keys:\n");
        int perProvider = Math.max(1, keys / 5);
        for (int key = 0; key < keys; key++) {
            int provider = (number + key / perProvider) % PROVIDERS;
            if (key % perProvider == 0) {
                text.append("  provider-").append(provider);
                text.append(":\n    prioritized:\n");
            }
            text.append(key(number, key, provider));
        }
        return text.toString();
    }

    private static String caller(int workspace, int caller) {
        String second = caller % 3 == 0
                ? "      - { sha256: \"" + hash(workspace, caller, 1) + "\", expires: 2036-12-31 }\n"
                : "";
        return "  agent-" + caller + ":                               # team " + caller
                + "\n    keys:\n      - { sha256: \""
                + hash(workspace, caller, 0) + "\" }\n" + second
                + "    member: " + MEMBERS.get(caller % MEMBERS.size()) + "\n    environment: "
                + ENVIRONMENTS.get(caller % ENVIRONMENTS.size()) + "\n    profile: profile-" + caller % PROFILES + "\n";
    }

    private String key(int workspace, int key, int provider) {
        String filter =
                switch (key % 4) {
                    case 0 -> "models: [\"vendor-" + provider % 10 + "/*\"]";
                    case 1 ->
                        "api-keys: [agent-" + key % CALLERS + "], environments: [" + ENVIRONMENTS.get(key % 3) + "]";
                    case 2 -> "members: [content, legal], on-failure: continue";
                    default -> "shared-capacity: never-for-models";
                };
        return "      - { name: %s-key-%d, secret: \"file:%s/%1$s/key-%2$d\", %s }\n"
                .formatted(name(workspace), key, secretRoot, filter);
    }

    private static String hash(int workspace, int caller, int which) {
        return HexFormat.of().formatHex(GatewayKeyFormat.sha256(workspace + "/" + caller + "/" + which));
    }

    private static String name(int workspace) {
        return "team-" + workspace;
    }

    private static String file(int workspace) {
        return "workspaces/" + name(workspace) + ".yml";
    }
}
