package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A policy of the largest size that is promised: 10,000 keys in 500 workspaces, 2,000 callers, 300 models. */
class ManyKeysTests {

    private static final int WORKSPACES = 500;
    private static final int CALLERS = 4;
    private static final int MODELS = 300;
    private static final int PROVIDERS = 10;

    /** In processor time of this thread, which does not depend on what else the machine does. */
    private static final double MOST_SECONDS = 1.0;

    @Test
    void areLookedAtInLessThanASecondInManyWorkspaces() {
        assertThat(secondsOfCrossChecks(WORKSPACES, CALLERS, 20)).isLessThan(MOST_SECONDS);
    }

    @Test
    void areLookedAtInLessThanASecondInOneWorkspace() {
        assertThat(secondsOfCrossChecks(1, 2_000, 10_000)).isLessThan(MOST_SECONDS);
    }

    private static double secondsOfCrossChecks(int workspaces, int callers, int keys) {
        Problems problems = new Problems();
        ReadPolicy policy = ReadPolicy.of(contents(workspaces, callers, keys), problems);
        assertThat(problems.sorted()).isEmpty();
        assertThat(policy.workspaces()).hasSize(workspaces).allSatisfy(workspace -> assertThat(workspace.keys())
                .hasSize(keys));

        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            CrossChecks checks = new CrossChecks(policy.catalog(), problems);
            policy.workspaces().forEach(checks::check);
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        assertThat(problems.sorted()).isEmpty();
        return best / 1e9;
    }

    private static Map<String, String> contents(int workspaces, int callers, int keys) {
        Map<String, String> contents = new TreeMap<>();
        contents.put("policy.yml", """
                policy: 1
                secrets: { file-roots: [/run/secrets] }
                workspaces:
                """ + lines(workspaces, w -> """
                  w%1$d: { file: workspaces/w%1$d.yml, secrets: ["file:/run/secrets/**"], providers: ["p*"], principals: ["*"] }
                """.formatted(w).indent(2)));
        contents.put(
                "providers.yml",
                "providers:\n" + lines(PROVIDERS, p -> """
                p%1$d: { base-url: "https://p%1$d.example.com/v1" }
                """.formatted(p).indent(2)));
        contents.put(
                "models.yml",
                "models:\n"
                        + lines(MODELS, m -> """
                m/%1$d: { endpoints: [{ provider: p%2$d, model: m }, { provider: p%3$d, model: m }] }
                """.formatted(m, m % PROVIDERS, (m + 1) % PROVIDERS)
                                .indent(2)));
        for (int w = 0; w < workspaces; w++) {
            contents.put("workspaces/w" + w + ".yml", workspace(w, callers, keys));
        }
        return contents;
    }

    private static String workspace(int name, int callers, int keys) {
        return "workspace: w" + name + "\nenvironments: { dev: {}, prod: {} }\nmembers:\n"
                + lines(callers / 2, m -> "  m" + m + ": {}\n")
                + "callers:\n"
                + lines(callers, c -> "  c%d: { principals: [w%d-%d], member: m%d, environment: %s }\n"
                        .formatted(c, name, c, c / 2, c % 2 == 0 ? "prod" : "dev"))
                + "keys:\n"
                + lines(PROVIDERS, p -> "  p%d:\n    prioritized:\n%s    fallback:\n%s"
                        .formatted(
                                p,
                                lines(keys / PROVIDERS / 2, k -> key(p, 2 * k, callers)),
                                lines(keys / PROVIDERS / 2, k -> key(p, 2 * k + 1, callers))));
    }

    /** Of each kind some: for anybody, for callers by name and by pattern, for members, for environments. */
    private static String key(int provider, int number, int callers) {
        int caller = number % callers;
        String filters =
                switch ((number + provider) % 7) {
                    case 0 -> ", api-keys: [c%d], members: [m%d]".formatted(caller, caller / 2);
                    case 1 -> ", api-keys: [\"*%d\"], environments: [prod, dev]".formatted(caller);
                    case 2 -> ", members: [m%d], environments: [\"*o*\", dev]".formatted(caller / 2);
                    case 3 -> ", environments: [prod], models: [\"m/*\"]";
                    case 4 -> ", models: [\"m/%d\"]".formatted(provider);
                    case 5 -> ", api-keys: [c%d], models: [m/%d], on-failure: return".formatted(caller, provider);
                    default -> "";
                };
        return "      - { name: k%d-%d, secret: \"file:/run/secrets/k\"%s }\n".formatted(provider, number, filters);
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count)
                .mapToObj(line)
                .map(Objects::requireNonNull)
                .collect(Collectors.joining());
    }
}
