package dev.byok.policy.source;

import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory: every {@code .yml} and {@code .yaml} file in it, so that a misplaced one is refused and not overlooked.
 * Names that start with a dot are skipped, links are followed: a mounted Kubernetes ConfigMap is links through
 * {@code ..data}. The version is a hash of paths and contents.
 */
public final class FilePolicySource implements PolicySource {

    private static final int MAX_FILES = 2_000;
    private static final int MAX_FILE_BYTES = 4 << 20;
    private static final int MAX_DEPTH = 4;

    private final Path root;

    public FilePolicySource(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public PolicyFiles read() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        Map<String, String> contents = new TreeMap<>();
        collect(root, "", 1, contents);
        return PolicyFiles.hashed(contents);
    }

    @Override
    public String description() {
        return "file:" + root;
    }

    private void collect(Path directory, String prefix, int depth, Map<String, String> contents) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".")) {
                    collectEntry(entry, prefix + name, depth, contents);
                }
            }
        }
    }

    private void collectEntry(Path entry, String path, int depth, Map<String, String> contents) throws IOException {
        if (Files.isDirectory(entry)) {
            // The depth also ends a circle of links.
            if (depth < MAX_DEPTH) {
                collect(entry, path + "/", depth + 1, contents);
            }
        } else if (path.endsWith(".yml") || path.endsWith(".yaml")) {
            contents.put(path, text(entry, path));
            if (contents.size() > MAX_FILES) {
                throw new IOException("more than " + MAX_FILES + " policy files below " + root);
            }
        }
    }

    private static String text(Path file, String path) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new IOException(path + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not UTF-8", e);
        }
    }
}
