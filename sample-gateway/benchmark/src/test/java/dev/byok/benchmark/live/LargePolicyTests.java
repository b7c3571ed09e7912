package dev.byok.benchmark.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LargePolicyTests {

    private static final LargePolicy LARGE = LargePolicy.of("/run/secrets");

    @Test
    void tenThousandKeysInFiveHundredWorkspacesAreAllThere() {
        PolicySnapshot policy = PolicyCompiler.compile(PolicyFiles.hashed(LARGE.contents(1)));

        assertThat(policy.workspaces()).hasSize(500);
        assertThat(policy.workspaces().values())
                .allSatisfy(workspace -> assertThat(keys(workspace)).isEqualTo(20));
        assertThat(policy.gatewayKeys().size()).isEqualTo(500 * LargePolicy.GATEWAY_KEYS);
        assertThat(policy.callers().distinct().count()).isEqualTo(500 * LargePolicy.CALLERS);
        assertThat(policy.models()).hasSize(LargePolicy.MODELS);
        assertThat(policy.providers()).hasSize(LargePolicy.PROVIDERS);
        assertThat(secrets(policy)).hasSize(10_000).isEqualTo(new TreeSet<>(LARGE.secrets()));
    }

    private static Set<String> secrets(PolicySnapshot policy) {
        return policy.workspaces().values().stream()
                .flatMap(workspace -> workspace.keys().values().stream())
                .flatMap(List::stream)
                .map(key -> String.valueOf(key.secret()).replaceFirst("file:/run/secrets/", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int keys(Workspace workspace) {
        return workspace.keys().values().stream().mapToInt(List::size).sum();
    }

    @Test
    void editionsAreVersionsThatMeanTheSame() {
        PolicyFiles one = PolicyFiles.hashed(LARGE.contents(1));
        PolicyFiles two = PolicyFiles.hashed(LARGE.contents(2));

        assertThat(one.version()).isNotEqualTo(two.version());
        assertThat(keysOf(one)).isEqualTo(keysOf(two));
    }

    private static Map<String, Map<String, List<ProviderKey>>> keysOf(PolicyFiles files) {
        Map<String, Map<String, List<ProviderKey>>> keys = new TreeMap<>();
        PolicyCompiler.compile(files).workspaces().forEach((name, workspace) -> keys.put(name, workspace.keys()));
        return keys;
    }
}
