package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A policy at random that each reader takes, as it is before the cross-checks look at it; the same seed makes the same.
 *
 * @param unsound what the cross-checks then say
 */
record RandomPolicy(
        PolicySnapshot snapshot, WrittenWorkspace written, Catalog catalog, Problems unsound, boolean alike) {

    private static final List<String> PROVIDERS = List.of("alpha", "beta", "gamma");
    private static final List<String> MODELS = List.of("m/one", "m/two", "m/three");

    static RandomPolicy of(long seed) {
        return new Draft(new SplittableRandom(seed)).read();
    }

    List<Caller> callers() {
        return written.callers().values().values().stream()
                .map(WrittenCaller::caller)
                .toList();
    }

    /** Returns whether a key is of use for any model, whatever its provider. */
    boolean everyProviderServesEveryModel() {
        return alike;
    }

    Set<String> unservedCallers() {
        return unsound.sorted().stream()
                .filter(problem -> problem.expectation().startsWith("can never be served"))
                .map(problem -> problem.path().substring("callers.".length()))
                .collect(Collectors.toSet());
    }

    private static final class Draft {

        private final SplittableRandom random;
        private final boolean alike;
        private final List<String> granted;
        private final Map<String, List<String>> models = new LinkedHashMap<>();
        private final Problems problems = new Problems();
        private int keys;

        Draft(SplittableRandom random) {
            this.random = random;
            this.alike = chance(30);
            this.granted = chance(60) ? PROVIDERS : some(PROVIDERS);
            MODELS.forEach(model -> models.put(model, alike ? PROVIDERS : repeated()));
        }

        RandomPolicy read() {
            ReadPolicy read = ReadPolicy.of(
                    Map.of(
                            "policy.yml", manifest(),
                            "providers.yml", providers() + shared(),
                            "models.yml", models(),
                            "workspaces/acme.yml", workspace()),
                    problems);
            assertThat(problems.sorted()).isEmpty();
            WrittenWorkspace acme = read.workspaces().get(0);
            new CrossChecks(read.catalog(), problems).check(acme);
            return new RandomPolicy(read.snapshot(), acme, read.catalog(), problems, alike);
        }

        private String providers() {
            return PROVIDERS.stream()
                    .map(name ->
                            "  %s: { base-url: \"https://%s.example.com/v1\", auth: none }\n".formatted(name, name))
                    .collect(Collectors.joining("", "providers:\n", ""));
        }

        private String models() {
            StringBuilder text = new StringBuilder("models:\n");
            models.forEach((slug, endpoints) -> {
                List<String> items = new ArrayList<>();
                endpoints.forEach(
                        provider -> items.add("{ provider: %s, model: u%d }".formatted(provider, items.size())));
                text.append("  %s: { endpoints: %s }\n".formatted(slug, items));
            });
            return text.toString();
        }

        private String manifest() {
            return """
                    policy: 1
                    workspaces:
                      acme: { file: workspaces/acme.yml, principals: ["*"], providers: %s%s }
                    """.formatted(granted, chance(50) ? ", shared-capacity: {}" : "");
        }

        private String shared() {
            String lists = PROVIDERS.stream()
                    .filter(provider -> chance(30))
                    .map(provider -> "  %s: [{ name: shared-%s }]\n".formatted(provider, provider))
                    .collect(Collectors.joining());
            return lists.isEmpty() ? "" : "shared-capacity:\n" + lists;
        }

        private String workspace() {
            StringBuilder text = new StringBuilder("workspace: acme\nmembers: { a: {}, b: {} }\n");
            text.append("environments: { dev: {}, prod: {} }\ncallers:\n");
            for (String caller : List.of("one-bot", "two-bot", "agent")) {
                text.append("  %s: { principals: [%s]%s%s%s }\n"
                        .formatted(
                                caller,
                                caller,
                                chance(70) ? ", member: " + one(List.of("a", "b")) : "",
                                chance(70) ? ", environment: " + one(List.of("dev", "prod")) : "",
                                chance(60) ? ", strict: own-keys" : ""));
            }
            List<String> used = chance(85) ? some(granted) : List.of();
            text.append(used.isEmpty() ? "" : "keys:\n");
            used.forEach(provider -> text.append("  %s: { %s }\n".formatted(provider, sections(provider))));
            return text.toString();
        }

        private String sections(String provider) {
            String sections = one(List.of("prioritized", "fallback", "both"));
            List<String> lists = new ArrayList<>();
            for (String section : List.of("prioritized", "fallback")) {
                if (sections.equals("both") || sections.equals(section)) {
                    lists.add(section + ": "
                            + (chance(60) ? List.of(key(provider)) : List.of(key(provider), key(provider))));
                }
            }
            return String.join(", ", lists);
        }

        private String key(String provider) {
            List<String> served = MODELS.stream()
                    .filter(model -> Objects.requireNonNull(models.get(model)).contains(provider))
                    .toList();
            StringBuilder key = new StringBuilder("{ name: key-" + ++keys);
            filter(key, "models", served, 25);
            filter(key, "api-keys", List.of("one-bot", "agent", "\"*-bot\""), 35);
            filter(key, "members", List.of("a", "b", "\"*\""), 20);
            filter(key, "environments", List.of("dev", "prod", "\"p*\""), 20);
            return key.append(chance(35) ? ", on-failure: return }" : " }").toString();
        }

        private void filter(StringBuilder key, String name, List<String> choices, int percent) {
            if (!choices.isEmpty() && chance(percent)) {
                key.append(", ").append(name).append(": ").append(some(choices));
            }
        }

        private List<String> repeated() {
            List<String> providers = new ArrayList<>();
            int endpoints = 1 + random.nextInt(4);
            for (int i = 0; i < endpoints; i++) {
                providers.add(one(PROVIDERS));
            }
            return providers;
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        private <T> T one(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        /** Draws one or more, in their order. */
        private <T> List<T> some(List<T> choices) {
            T certain = one(choices);
            return choices.stream()
                    .filter(choice -> choice.equals(certain) || chance(40))
                    .toList();
        }
    }
}
