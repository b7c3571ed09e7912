package dev.byok.policy.document;

import dev.byok.policy.Workspace;
import java.util.List;

/**
 * A workspace and what it was read from, for what can only be said once everything else has been read.
 *
 * @param keys its own keys, of all providers
 */
record WrittenWorkspace(
        Workspace workspace,
        Section root,
        Grant grant,
        Declared<WrittenCaller> callers,
        Declared<?> members,
        Declared<?> environments,
        List<WrittenKey> keys) {}
