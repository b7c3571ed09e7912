package dev.byok.command.support;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway would make of a policy's files.
 *
 * @param files paths below the policy's root
 * @param problems why it would be refused; empty where it would not
 * @param snapshot null where there are problems
 */
public record CompiledPolicy(
        String version,
        List<String> files,
        List<Problem> problems,
        @Nullable PolicySnapshot snapshot) {

    /**
     * Returns the policy for a command that has no use for a wrong one.
     *
     * @throws RefusedPolicyException if a gateway would refuse it
     */
    public static PolicySnapshot usable(PolicyFolder folder, PolicyFiles files) {
        CompiledPolicy compiled = of(files);
        if (compiled.snapshot == null) {
            throw new RefusedPolicyException(folder, compiled.problems);
        }
        return compiled.snapshot;
    }

    /** Compiles them, by the gateway's own rules. */
    public static CompiledPolicy of(PolicyFiles files) {
        List<String> paths = files.contents().keySet().stream().map(Shown::text).toList();
        try {
            return new CompiledPolicy(files.version(), paths, List.of(), PolicyCompiler.compile(files));
        } catch (PolicyRejectedException refused) {
            return new CompiledPolicy(files.version(), paths, refused.problems(), null);
        }
    }
}
