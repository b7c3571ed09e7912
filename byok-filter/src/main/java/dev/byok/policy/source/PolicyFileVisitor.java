package dev.byok.policy.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Collects the texts below a root, within bounds that no sensible policy comes near. For one walk. */
final class PolicyFileVisitor extends SimpleFileVisitor<Path> {

    private static final int MAX_FILES = 2_000;
    private static final int MAX_DIRECTORIES = 2_000;
    private static final int MAX_FILE_BYTES = 4 << 20;

    private final Path root;
    private final Map<String, String> contents = new TreeMap<>();
    private int directories;

    PolicyFileVisitor(Path root) {
        this.root = root;
    }

    /** Returns the texts by path below the root, with slashes. */
    Map<String, String> contents() {
        return contents;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        if (isHidden(directory)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (++directories > MAX_DIRECTORIES) {
            throw new IOException("more than " + MAX_DIRECTORIES + " directories below " + root);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String path =
                root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
        if (isHidden(file) || !(path.endsWith(".yml") || path.endsWith(".yaml"))) {
            return FileVisitResult.CONTINUE;
        }
        contents.put(path, text(file, path));
        if (contents.size() > MAX_FILES) {
            throw new IOException("more than " + MAX_FILES + " policy files below " + root);
        }
        return FileVisitResult.CONTINUE;
    }

    /** A link back to a directory that is being read holds nothing that is not read anyway. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (isHidden(file) || failure instanceof FileSystemLoopException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private boolean isHidden(Path path) {
        return !path.equals(root) && path.getFileName().toString().startsWith(".");
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
