package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy on disk of the last policy that came into force, so that a node can start while its source is down. It holds
 * what the policy does, which is no secret but nobody else's business: only its owner may read it.
 */
public final class LastGood {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    public LastGood(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** The file's form. */
    private record Copy(String source, String version, Map<String, String> contents) {}

    /**
     * Replaces the copy, so that at any moment either the old or the new one is there whole.
     *
     * @param source where the policy is from
     */
    void save(String source, PolicyFiles files) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Files.createDirectories(folder);
        // Owner only, from its first byte on.
        Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".new");
        try {
            Files.write(temporary, JSON.writeValueAsBytes(new Copy(source, files.version(), files.contents())));
            if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Returns the copy, null where there is none.
     *
     * @param source where the policy has to be from
     * @throws IOException where there is one that cannot be used; the message holds nothing of it
     */
    @Nullable
    PolicyFiles load(String source) throws IOException {
        Copy copy;
        try {
            copy = JSON.readValue(Files.readAllBytes(file), Copy.class);
        } catch (NoSuchFileException e) {
            return null;
        } catch (JacksonException e) {
            throw new IOException("it is damaged");
        }
        if (copy == null || copy.source() == null || copy.version() == null || copy.contents() == null) {
            throw new IOException("it is damaged");
        }
        if (!copy.source().equals(source)) {
            throw new IOException("it is from another source");
        }
        return new PolicyFiles(copy.version(), copy.contents());
    }

    /** Returns its path. */
    @Override
    public String toString() {
        return file.toString();
    }
}
