package dev.byok.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Scenarios;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract of routing, as a platform engineer can read it: a policy and what becomes of requests under it. */
class RoutingScenariosTests {

    private static final Path FOLDER = Path.of("src", "test", "resources", "routing");
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final int AT_LEAST = 165;

    @TestFactory
    Stream<DynamicTest> routing() {
        PolicyFolder folder = PolicyFolder.of(FOLDER);
        PolicyFiles files = folder.read();
        PolicySnapshot policy = PolicyCompiler.compile(files);
        Scenarios scenarios = Scenarios.read(files, policy);
        assertThat(scenarios.problems()).isEmpty();
        List<ScenarioResult> results = ScenarioRun.of(policy, scenarios.scenarios(), NOW, folder.prefix());
        assertThat(results).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        return results.stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.scenario().location() + " " + result.scenario().name(),
                        () -> assertThat(result.unmet()).as(result.explain()).isEmpty()));
    }
}
