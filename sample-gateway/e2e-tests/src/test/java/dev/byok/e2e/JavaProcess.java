package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of the sample as a process of its own, on its own class path: what a Spring context cannot share with another. */
final class JavaProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path MODULES = Path.of("..");

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a class of a module and waits until it answers.
     *
     * @param ready answered with a status below 400 by a server that is ready
     */
    static JavaProcess start(String module, String mainClass, Map<String, String> environment, URI ready) {
        return start(
                        List.of(MODULES.resolve(module)
                                .resolve("target/classes")
                                .toString()),
                        module,
                        mainClass,
                        environment)
                .awaitAnswer(ready);
    }

    /** As above, for a source file with a main class, and of the module nothing but its libraries. */
    static JavaProcess startSource(String module, Path source, Map<String, String> environment, URI ready) {
        return start(List.of(), module, source.toString(), environment).awaitAnswer(ready);
    }

    private static JavaProcess start(
            List<String> ours, String module, String mainClass, Map<String, String> environment) {
        try {
            String libraries = Files.readString(MODULES.resolve(module).resolve("target/classpath"));
            List<String> classPath = new ArrayList<>(ours);
            classPath.add(libraries.strip());
            Path log = Files.createTempFile(Path.of("target"), module, ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            String.join(File.pathSeparator, classPath),
                            mainClass)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new JavaProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavaProcess awaitAnswer(URI ready) {
        try {
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        assertThat(process.isAlive()).as("it ended: %s", log()).isTrue();
                        return answers(ready);
                    });
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static boolean answers(URI uri) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 400;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns a port that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what the process has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it; comes back when it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
