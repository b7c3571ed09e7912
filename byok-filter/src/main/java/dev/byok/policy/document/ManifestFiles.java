package dev.byok.policy.document;

import java.util.List;
import java.util.Map;

/** Which files a policy has, for a source that cannot list them. */
public final class ManifestFiles {

    private ManifestFiles() {}

    /** Returns the path of the manifest, which names the others. */
    public static String manifest() {
        return Layout.MANIFEST;
    }

    /** Returns the platform's files that stand beside the manifest, whether they are there or not. */
    public static List<String> beside() {
        return List.of(Layout.PROVIDERS, Layout.MODELS, Layout.PROFILES);
    }

    /** Returns the files that a manifest names as it should; what else is wrong with it is for the compiler to say. */
    public static List<String> named(String manifest) {
        Problems ignored = new Problems();
        Section root = YamlDocument.read(Layout.MANIFEST, manifest, ignored).section();
        if (root == null) {
            return List.of();
        }
        Map<String, Place> declared = ManifestReader.read(
                        root, new Declared<dev.byok.policy.Provider>("provider").unreadable())
                .declaredFiles();
        return List.copyOf(declared.keySet());
    }
}
