package dev.byok.command;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a policy.
 *
 * @param files paths below the policy's root
 * @param problems why it would be refused; empty where it would not
 * @param warnings what is right and yet worth a look; none are looked for while there are problems
 * @param policy null where there are problems
 */
record CheckResult(
        String version,
        List<String> files,
        List<Problem> problems,
        List<Problem> warnings,
        @Nullable PolicySnapshot policy) {

    /**
     * Checks all there is to check without a gateway.
     *
     * @param soon how long before a date it is worth a warning
     */
    static CheckResult of(PolicyFiles files, Instant now, Duration soon) {
        CheckResult compiled = of(files);
        PolicySnapshot policy = compiled.policy();
        List<Problem> warnings = policy == null ? List.of() : PolicyReview.of(policy, now, soon);
        return new CheckResult(compiled.version(), compiled.files(), compiled.problems(), warnings, policy);
    }

    /** Checks only whether it would be refused. */
    static CheckResult of(PolicyFiles files) {
        List<String> paths = files.contents().keySet().stream().map(Shown::text).toList();
        try {
            PolicySnapshot policy = PolicyCompiler.compile(files);
            return new CheckResult(files.version(), paths, List.of(), List.of(), policy);
        } catch (PolicyRejectedException refused) {
            return new CheckResult(files.version(), paths, refused.problems(), List.of(), null);
        }
    }

    boolean fine() {
        return problems.isEmpty();
    }
}
