package dev.byok.command.check;

import dev.byok.command.support.CompiledPolicy;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is to be said of a policy.
 *
 * @param warnings what is right and yet worth a look; none are looked for while there are problems
 */
record CheckResult(CompiledPolicy policy, List<Problem> warnings) {

    /**
     * Checks all there is to check without a gateway.
     *
     * @param soon how long before a date it is worth a warning
     */
    static CheckResult of(PolicyFiles files, Instant now, Duration soon) {
        CompiledPolicy compiled = CompiledPolicy.of(files);
        PolicySnapshot snapshot = compiled.snapshot();
        return new CheckResult(compiled, snapshot == null ? List.of() : PolicyReview.of(snapshot, now, soon));
    }

    boolean fine() {
        return policy.problems().isEmpty();
    }
}
