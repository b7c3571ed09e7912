package dev.byok.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the example repository says of itself holds: each of its scenarios is a test here. */
class ExampleScenariosTests {

    private static final Path EXAMPLE = Path.of("..", "..", "config-repo");

    /** How many there are at least: the folder cannot be lost or misnamed without a test that fails. */
    private static final int AT_LEAST = 10;

    @TestFactory
    Stream<DynamicTest> example() {
        List<ScenarioResult> results = run(PolicyFolder.of(EXAMPLE));
        assertThat(results).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        return results.stream().map(ExampleScenariosTests::test);
    }

    @Test
    void aScenarioThatDoesNotHoldIsATestThatFails(@TempDir Path folder) throws IOException {
        SmallPolicy.write(folder, SmallPolicy.with(SmallPolicy.files(), "scenarios/a.yml", """
                scenarios:
                  - { name: holds, given: { caller: app, model: openai/gpt }, expect: { starts-with: [main] } }
                  - { name: does not, given: { caller: app, model: openai/gpt }, expect: { attempts: [main] } }
                """));

        List<ScenarioResult> results = run(PolicyFolder.of(folder));

        assertThat(results).extracting(ScenarioResult::passed).containsExactly(true, false);
    }

    private static DynamicTest test(ScenarioResult result) {
        return DynamicTest.dynamicTest(result.scenario().name(), () -> assertThat(result.unmet())
                .as(result.scenario().location().toString())
                .isEmpty());
    }

    private static List<ScenarioResult> run(PolicyFolder folder) {
        PolicyFiles files = folder.read();
        PolicySnapshot policy = PolicyCompiler.compile(files);
        Scenarios scenarios = Scenarios.read(files, policy);
        assertThat(scenarios.problems()).isEmpty();
        return ScenarioRun.of(policy, scenarios.scenarios(), Instant.now(), folder.prefix());
    }
}
