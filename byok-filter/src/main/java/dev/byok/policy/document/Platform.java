package dev.byok.policy.document;

import dev.byok.policy.DataClass;
import dev.byok.policy.ImageSources;
import dev.byok.policy.Model;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SecretSources;
import java.util.List;
import java.util.Map;

/**
 * What the platform's own files say, by which the workspaces' are read.
 *
 * @param grants the workspaces, in the order of the manifest
 * @param declaredFiles where the manifest names each file
 * @param sharedKeys the operator's credentials, by provider
 * @param sharedNames their names, which no workspace's may repeat
 */
record Platform(
        Declared<Provider> providers,
        Catalog catalog,
        Declared<Model> models,
        GuardrailsReader guardrails,
        Declared<Profile> profiles,
        Declared<DataClass> dataClasses,
        Profile defaultProfile,
        SecretSources secrets,
        ImageSources images,
        List<Grant> grants,
        Map<String, Place> declaredFiles,
        Map<String, List<ProviderKey>> sharedKeys,
        Unique sharedNames) {

    SecretReferences references() {
        return new SecretReferences(secrets.fileRoots(), secrets.allowEnv());
    }
}
