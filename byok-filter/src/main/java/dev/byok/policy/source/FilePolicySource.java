package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * A directory: every {@code .yml} and {@code .yaml} file in it, however deep, so that a misplaced one is refused and not
 * overlooked. Names that start with a dot are skipped, links are followed: a mounted Kubernetes ConfigMap is links through
 * {@code ..data}. The version is a hash of paths and contents.
 */
public final class FilePolicySource implements PolicySource {

    private final Path root;

    public FilePolicySource(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public PolicyFiles read() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        PolicyFileVisitor visitor = new PolicyFileVisitor(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        return PolicyFiles.hashed(visitor.contents());
    }

    @Override
    public String description() {
        return "file:" + root;
    }
}
