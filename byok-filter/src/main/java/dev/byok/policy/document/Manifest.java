package dev.byok.policy.document;

import dev.byok.policy.ImageSources;
import dev.byok.policy.SecretSources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own file, policy.yml.
 *
 * @param defaultProfile the mention of the profile for callers without one; null for the built-in
 * @param grants the workspaces, in the order of the file; those whose file is not named rightly are left out
 * @param declaredFiles where each file is named, whatever is wrong with its workspace
 */
record Manifest(
        @Nullable Value defaultProfile,
        SecretSources secrets,
        ImageSources images,
        List<Grant> grants,
        Map<String, Place> declaredFiles) {

    SecretReferences references() {
        return new SecretReferences(secrets.fileRoots(), secrets.allowEnv());
    }
}
