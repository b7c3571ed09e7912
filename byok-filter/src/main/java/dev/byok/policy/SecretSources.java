package dev.byok.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the manifest lets secrets come from, whoever names them.
 *
 * @param fileRoots where mounted secrets may lie; {@code file:} references read nothing elsewhere
 * @param allowEnv whether there may be {@code env:} references
 * @param location where the manifest says so, or could
 */
public record SecretSources(List<Path> fileRoots, boolean allowEnv, SourceLocation location) {

    public SecretSources {
        fileRoots = List.copyOf(fileRoots);
    }
}
