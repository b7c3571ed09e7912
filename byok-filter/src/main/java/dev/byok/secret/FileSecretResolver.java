package dev.byok.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Reads mounted secrets, {@code file:/run/secrets/x} or {@code file:/run/secrets/x#field}, off the event loop. A file
 * must lie below one of the roots, links followed; links within a root are fine, since Kubernetes mounts secrets so.
 */
public final class FileSecretResolver implements SecretResolver {

    static final int MAX_BYTES = 64 * 1024;

    private final Supplier<List<Path>> roots;

    /** @param roots asked anew for each read */
    public FileSecretResolver(Supplier<List<Path>> roots) {
        this.roots = roots;
    }

    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return BlockingRead.of(() -> now(reference));
    }

    /** Reads the secret on the calling thread, which may block. */
    Secret now(SecretReference reference) {
        return SecretContent.select(reference, read(reference));
    }

    private byte[] read(SecretReference reference) {
        Path file = path(reference);
        requireBelowRoot(reference, file);
        try {
            return readOnce(reference, file);
        } catch (NoSuchFileException e) {
            return readAgain(reference, file);
        } catch (IOException e) {
            throw new SecretUnavailableException(reference, "the file cannot be read");
        }
    }

    /** Kubernetes swaps the directory behind a link when a secret changes; what the link led to is then gone. */
    private byte[] readAgain(SecretReference reference, Path file) {
        try {
            return readOnce(reference, file);
        } catch (NoSuchFileException e) {
            throw new SecretUnavailableException(reference, "there is no such file");
        } catch (IOException e) {
            throw new SecretUnavailableException(reference, "the file cannot be read");
        }
    }

    private byte[] readOnce(SecretReference reference, Path file) throws IOException {
        Path real = file.toRealPath();
        requireBelowRoot(reference, real);
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new SecretUnavailableException(reference, "not a regular file");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new SecretUnavailableException(reference, "larger than " + MAX_BYTES + " bytes");
        }
        return content;
    }

    private static Path path(SecretReference reference) {
        try {
            Path path = Path.of(reference.location());
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new SecretUnavailableException(reference, "not a path");
        }
        throw new SecretUnavailableException(reference, "not an absolute path");
    }

    /** Checked before anything is touched, so that a reference cannot probe what exists elsewhere, and again for the real path. */
    private void requireBelowRoot(SecretReference reference, Path path) {
        for (Path root : roots.get()) {
            if (isBelow(path, root.toAbsolutePath().normalize()) || isBelow(path, real(root))) {
                return;
            }
        }
        throw new SecretUnavailableException(reference, "outside the declared roots");
    }

    private static boolean isBelow(Path path, Path root) {
        return path.startsWith(root) && !path.equals(root);
    }

    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root.toAbsolutePath().normalize();
        }
    }
}
