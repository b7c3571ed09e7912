package dev.byok.command.drill;

import dev.byok.command.drill.Finding.State;
import dev.byok.scenario.Scenario;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scenario.
 *
 * @param caller as whom the gateway knew who asked; null where it did not say
 * @param policy the version of the gateway's policy; null where it did not say
 */
record DrillResult(
        Scenario scenario,
        List<Finding> findings,
        @Nullable String caller,
        @Nullable String policy) {

    DrillResult {
        findings = List.copyOf(findings);
    }

    /** Returns whether all that was shown holds, and something has passed: a drill that shows nothing proves nothing. */
    static boolean fine(List<DrillResult> results) {
        return results.stream().noneMatch(result -> result.state() == State.FAILED)
                && results.stream().anyMatch(result -> result.state() == State.HOLDS);
    }

    State state() {
        if (findings.stream().anyMatch(finding -> finding.is(State.FAILED))) {
            return State.FAILED;
        }
        return findings.stream().allMatch(finding -> finding.is(State.HOLDS)) ? State.HOLDS : State.NOT_SHOWN;
    }

    /** Returns what does not hold, or is not shown. */
    List<Finding> open() {
        return findings.stream().filter(finding -> !finding.is(State.HOLDS)).toList();
    }
}
