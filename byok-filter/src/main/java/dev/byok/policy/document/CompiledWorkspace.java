package dev.byok.policy.document;

import dev.byok.policy.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * What came of one workspace's file.
 *
 * @param recognised by what its callers are
 */
record CompiledWorkspace(Workspace workspace, Recognised recognised) {

    /**
     * Returns this made of the parts of its earlier version wherever these say the same. What is new of a large policy is
     * then little, and a collector that stops all requests has little to copy.
     *
     * @param earlier null where there is none
     */
    CompiledWorkspace sharing(@Nullable CompiledWorkspace earlier) {
        return earlier == null
                ? this
                : new CompiledWorkspace(
                        workspace.sharing(earlier.workspace),
                        recognised.equals(earlier.recognised) ? earlier.recognised : recognised);
    }
}
