package dev.byok.command.check;

import dev.byok.command.scenario.ScenarioResult;
import dev.byok.command.scenario.ScenarioRun;
import dev.byok.command.support.CompiledPolicy;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be said of a policy.
 *
 * @param wrongScenarios what is wrong with its scenarios; a gateway would not mind
 * @param scenarios what came of those that are right; none are run while there are problems in the policy
 * @param warnings what is right and yet worth a look; none are looked for while there are problems in the policy
 */
record CheckResult(
        CompiledPolicy policy, List<Problem> wrongScenarios, List<ScenarioResult> scenarios, List<Problem> warnings) {

    /**
     * Checks all there is to check without a gateway.
     *
     * @param prefix what the policy's files are called by, as in {@code byok/}
     * @param soon how long before a date it is worth a warning
     */
    static CheckResult of(PolicyFiles files, String prefix, Instant now, Duration soon) {
        CompiledPolicy compiled = CompiledPolicy.of(files);
        PolicySnapshot snapshot = compiled.snapshot();
        Scenarios scenarios = Scenarios.read(files, snapshot);
        return snapshot == null
                ? new CheckResult(compiled, scenarios.problems(), List.of(), List.of())
                : new CheckResult(
                        compiled,
                        scenarios.problems(),
                        ScenarioRun.of(snapshot, scenarios.scenarios(), now, prefix),
                        PolicyReview.of(snapshot, now, soon));
    }

    /** Returns all that is wrong, with the policy and with its scenarios. */
    List<Problem> problems() {
        return Stream.concat(policy.problems().stream(), wrongScenarios.stream())
                .toList();
    }

    List<ScenarioResult> failed() {
        return scenarios.stream().filter(result -> !result.passed()).toList();
    }

    boolean fine() {
        return problems().isEmpty() && failed().isEmpty();
    }
}
