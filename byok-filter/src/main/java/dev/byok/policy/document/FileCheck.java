package dev.byok.policy.document;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Compares the files there are with those the manifest speaks of. */
final class FileCheck {

    private FileCheck() {}

    static void check(Collection<String> present, Map<String, Place> declaredFiles, Problems problems) {
        Set<String> declared = declaredFiles.keySet();
        declaredFiles.forEach((file, place) -> {
            if (!present.contains(file)) {
                problems.add(place, Shown.text(file), "no such file");
            }
        });
        for (String file : present) {
            if (Layout.isWorkspace(file) && !declared.contains(file)) {
                problems.add(Place.of(file, 0), null, unexpected(file, declared));
            }
        }
    }

    private static String unexpected(String file, Set<String> declared) {
        return file.startsWith("workspaces/")
                ? "not named in " + Layout.MANIFEST + Suggestion.of(file, declared)
                : "unknown file";
    }
}
