package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.demo.DemoProvider;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.source.FilePolicySource;
import dev.byok.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code byok keys verify} says of the example's keys while the demo's providers run. */
class ExampleKeysE2ETests {

    private static final Path EXAMPLE = Path.of("..", "..", "config-repo", "byok");
    private static final Path DEMO_KEYS = Path.of("..", "demo-providers", "demo.env");

    /** What a demo provider's list of models comes to, by what the key says of itself. */
    private static final Map<String, String> STATES = Map.of(
            "demo-healthy-", "ok",
            "demo-slow-", "ok",
            "demo-rate-limited-", "rate_limited",
            "demo-out-of-quota-", "quota_exhausted",
            "demo-rejected-", "rejected",
            "demo-failing-", "unreachable");

    private final PolicyDirectory policy = new PolicyDirectory();

    @Test
    void saysOfEachKeyWhatTheKeySaysOfItself() throws IOException, ReflectiveOperationException {
        Map<String, String> demoKeys = demoKeys();
        demoKeys.forEach(policy::secret);
        try (DemoProvider alpha = DemoProvider.start("alpha", 0, (provider, key, path, status) -> {});
                DemoProvider beta = DemoProvider.start("beta", 0, (provider, key, path, status) -> {});
                SampleCommand command = new SampleCommand()) {
            PolicyFiles files = write(alpha, beta);

            SampleCommand.Ended ended = command.run(
                    List.of("keys", "verify", "--format", "json", policy.root().toString()));

            Map<String, String> expected = expected(PolicyCompiler.compile(files), demoKeys);
            assertThat(states(ended.out())).isEqualTo(expected);
            assertThat(expected.values()).filteredOn("ok"::equals).hasSizeGreaterThan(10);
            demoKeys.values().forEach(key -> assertThat(ended.out()).doesNotContain(key));
        }
    }

    /** Writes the example with the demo's keys in files: what is in the environment of a test's JVM, nobody can change. */
    private PolicyFiles write(DemoProvider alpha, DemoProvider beta) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        new FilePolicySource(EXAMPLE)
                .read()
                .contents()
                .forEach((file, text) -> contents.put(
                        file,
                        policy.filled(text.replace("\"env:", "\"file:{secrets}/")
                                .replace("file-roots: [", "file-roots: [\"{secrets}\", ")
                                .replace("http://127.0.0.1:9101/v1", alpha.baseUrl())
                                .replace("http://127.0.0.1:9102/v1", beta.baseUrl()))));
        for (Map.Entry<String, String> file : contents.entrySet()) {
            Files.createDirectories(
                    Objects.requireNonNull(policy.root().resolve(file.getKey()).getParent()));
            policy.write(file.getKey(), file.getValue());
        }
        return PolicyFiles.hashed(contents);
    }

    private static Map<String, String> demoKeys() throws IOException {
        try (Stream<String> lines = Files.lines(DEMO_KEYS)) {
            return lines.filter(line -> line.startsWith("BYOK_"))
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        }
    }

    private static Map<String, String> expected(PolicySnapshot snapshot, Map<String, String> demoKeys) {
        Map<String, String> expected = new TreeMap<>();
        Stream.concat(
                        snapshot.workspaces().values().stream()
                                .flatMap(workspace -> workspace.keys().values().stream()),
                        snapshot.sharedKeys().values().stream())
                .flatMap(List::stream)
                .forEach(key -> expected.put(key.name(), state(demoKeys.get(fileOf(key)))));
        return expected;
    }

    private static String fileOf(ProviderKey key) {
        SecretReference secret = Objects.requireNonNull(key.secret());
        return secret.location().substring(secret.location().lastIndexOf('/') + 1);
    }

    private static String state(@Nullable String demoKey) {
        return demoKey == null
                ? "unreadable"
                : STATES.entrySet().stream()
                        .filter(state -> demoKey.startsWith(state.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining());
    }

    private static Map<String, String> states(String report) {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode key : JsonMapper.builder().build().readTree(report).path("keys")) {
            states.put(key.path("key").asString(), key.path("state").asString());
        }
        return states;
    }
}
