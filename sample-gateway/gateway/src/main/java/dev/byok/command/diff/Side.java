package dev.byok.command.diff;

import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.document.PolicyFiles;

/**
 * One version of the policy.
 *
 * @param label what people called it, as in {@code main}
 * @param folder where it stands, or would; its files are called by it
 */
record Side(String label, PolicyFolder folder, PolicyFiles files) {}
