package dev.byok.command.support;

import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Shown;
import dev.byok.policy.source.FilePolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a policy stands on disk: a config repo, or the folder {@code byok} in one.
 *
 * @param prefix what its files are called by from where people named it, as in {@code byok/}; or empty
 */
public record PolicyFolder(Path path, String prefix) {

    private static final String BYOK = "byok";
    private static final String MANIFEST = "policy.yml";

    /**
     * Returns the one that a directory holds or is.
     *
     * @throws UnusableException if there is no policy
     */
    public static PolicyFolder of(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UnusableException(directory + ": no such directory");
        }
        Path within = directory.resolve(BYOK);
        if (Files.isRegularFile(within.resolve(MANIFEST))) {
            return new PolicyFolder(within, BYOK + "/");
        }
        if (Files.isRegularFile(directory.resolve(MANIFEST))) {
            return new PolicyFolder(directory, "");
        }
        throw new UnusableException(
                directory + ": no policy here, neither " + MANIFEST + " nor " + BYOK + "/" + MANIFEST);
    }

    /** Returns the directory as people named it. */
    public Path named() {
        Path parent = path.getParent();
        return prefix.isEmpty() ? path : parent == null ? Path.of(".") : parent;
    }

    /** Reads its files as a gateway does.
     *
     * @throws UnusableException if it cannot be read
     */
    public PolicyFiles read() {
        try {
            return new FilePolicySource(path).read();
        } catch (IOException e) {
            throw new UnusableException(path + " cannot be read: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }
}
