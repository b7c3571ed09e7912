package dev.byok.policy.document;

import dev.byok.policy.Workspace;
import java.util.List;

/**
 * A workspace and what it was read from, for what can only be said once everything else has been read.
 *
 * @param recognised by what its callers are
 * @param keys its own keys, of all providers
 */
record WrittenWorkspace(
        Workspace workspace,
        Section root,
        Grant grant,
        Declared<WrittenCaller> callers,
        Recognised recognised,
        Declared<?> members,
        Declared<?> environments,
        List<WrittenKey> keys) {

    /** Returns what the next version may take over; the trees it was read from are not kept. */
    CompiledWorkspace compiled() {
        return new CompiledWorkspace(workspace, recognised);
    }
}
