package dev.byok.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A small npm project of this module, installed as its lock file says into {@code target}. */
final class NodeProject {

    private static final long INSTALLING_SECONDS = 300;
    private static final long RUNNING_SECONDS = 120;
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc");

    private final Path source;
    private final Path directory;

    private NodeProject(Path source, Path directory) {
        this.source = source;
        this.directory = directory;
    }

    /** Installs a project of {@code src/test/node}, unless just that is installed already. */
    static NodeProject install(String name) {
        NodeProject project = new NodeProject(
                Path.of("src/test/node", name).toAbsolutePath(),
                Path.of("target/node", name).toAbsolutePath());
        try {
            if (!project.installed()) {
                project.install();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return project;
    }

    /** What npm writes down last is there only if it came to its end. */
    private boolean installed() throws IOException {
        if (!Files.exists(directory.resolve("node_modules/.package-lock.json"))) {
            return false;
        }
        for (String file : FILES) {
            Path copy = directory.resolve(file);
            if (!Files.exists(copy) || Files.mismatch(source.resolve(file), copy) >= 0) {
                return false;
            }
        }
        return true;
    }

    private void install() throws IOException {
        Files.createDirectories(directory);
        for (String file : FILES) {
            Files.copy(source.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        start(List.of("npm", "ci"), Map.of(), INSTALLING_SECONDS);
    }

    /** Writes a module into the project, beside what is installed there; returns its address. */
    String write(String file, String code) {
        try {
            return Files.writeString(directory.resolve(file), code).toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a script of the project to its end.
     *
     * @return what it printed
     */
    String run(String script, Map<String, String> environment) {
        try {
            Files.copy(source.resolve(script), directory.resolve(script), StandardCopyOption.REPLACE_EXISTING);
            return start(List.of("node", script), environment, RUNNING_SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String start(List<String> command, Map<String, String> environment, long seconds) throws IOException {
        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = started(builder);
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " in " + directory + " failed:\n"
                        + Files.readString(output) + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    builder.command().get(0)
                            + " is missing: this test runs clients that are published on npm, and needs"
                            + " Node.js 18 or newer. Install it, on Debian or Ubuntu with:\n\n"
                            + "  apt-get update && apt-get install -y --no-install-recommends nodejs npm",
                    e);
        }
    }
}
