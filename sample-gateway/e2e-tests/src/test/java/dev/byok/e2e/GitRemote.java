package dev.byok.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A bare repository with the branch {@code main}, and somebody's clone of it to push from by {@code git}. */
final class GitRemote {

    private final Path bare;
    private final Path clone;

    GitRemote() {
        Path base;
        try {
            base = Files.createTempDirectory("byok-git").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bare = base.resolve("config-repo.git");
        clone = base.resolve("clone");
        run(base, "git", "init", "-q", "--bare", bare.toString());
        run(bare, "git", "symbolic-ref", "HEAD", "refs/heads/main");
        run(bare, "git", "config", "receive.denyDeleteCurrent", "ignore");
        run(base, "git", "clone", "-q", bare.toString(), clone.toString());
        git("checkout", "-q", "-b", "main");
        git("config", "user.name", "test");
        git("config", "user.email", "test@example.com");
        git("config", "commit.gpgsign", "false");
    }

    /** Returns the bare repository's path. */
    String path() {
        return bare.toString();
    }

    /** Replaces {@code byok/} by the files of a policy. */
    GitRemote policy(PolicyText policy) {
        policy.write();
        Path from = policy.directory().root();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = clone.resolve("byok").resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    GitRemote write(String file, String text) {
        try {
            Path path = clone.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GitRemote delete(String file) {
        try {
            Files.deleteIfExists(clone.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits what was written and pushes it; returns the commit as answers name it. */
    String push() {
        String version = commit();
        pushAgain();
        return version;
    }

    /** Commits what was written; returns the commit as answers name it. */
    String commit() {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "change");
        return version();
    }

    /** Sets the branch back, or to any other commit. */
    void forcePush(String version) {
        git("reset", "-q", "--hard", version);
        git("push", "-q", "--force", "origin", "main");
    }

    void deleteBranch() {
        git("push", "-q", "origin", "--delete", "main");
    }

    /** Pushes what is committed already. */
    void pushAgain() {
        git("push", "-q", "origin", "main");
    }

    /** Returns the newest commit as answers name it. */
    String version() {
        return git("rev-parse", "HEAD").substring(0, 12);
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(clone, command.toArray(String[]::new));
    }

    private static String run(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
