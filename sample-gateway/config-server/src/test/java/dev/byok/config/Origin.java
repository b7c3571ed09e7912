package dev.byok.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** The repository that people push to, with the branch {@code main}. */
final class Origin implements AutoCloseable {

    private final Path folder;
    private final Git git;

    Origin(Path folder) {
        this.folder = folder;
        try {
            git = Git.init()
                    .setDirectory(folder.toFile())
                    .setInitialBranch("main")
                    .call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Git git() {
        return git;
    }

    /** Commits these files over those there are and returns the commit. */
    String commit(Map<String, String> files) {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            git.add().addFilepattern(".").call();
            return git.commit()
                    .setMessage("change")
                    .setSign(false)
                    .setAuthor("test", "test@example.com")
                    .setCommitter("test", "test@example.com")
                    .call()
                    .name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        git.close();
    }
}
