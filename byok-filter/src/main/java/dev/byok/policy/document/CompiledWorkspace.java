package dev.byok.policy.document;

import dev.byok.policy.Workspace;

/**
 * What came of one workspace's file.
 *
 * @param recognised by what its callers are
 */
record CompiledWorkspace(Workspace workspace, Recognised recognised) {}
