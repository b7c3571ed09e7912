package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sample's command {@code byok} with its own class path, of which the tests' JVM shares nothing but the JDK. */
final class SampleCommand implements AutoCloseable {

    private static final Path GATEWAY = Path.of("..", "gateway", "target");

    private final URLClassLoader loader;
    private final Method run;

    SampleCommand() throws IOException, ReflectiveOperationException {
        List<URL> classPath = new ArrayList<>();
        classPath.add(GATEWAY.resolve("classes").toUri().toURL());
        for (String library :
                Files.readString(GATEWAY.resolve("classpath")).strip().split(File.pathSeparator, -1)) {
            classPath.add(Path.of(library).toUri().toURL());
        }
        loader = new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        run = loader.loadClass("dev.byok.command.ByokCommand")
                .getMethod("run", PrintWriter.class, PrintWriter.class, String[].class);
    }

    /** What it ended with and what it printed, errors apart. */
    record Ended(int code, String out, String err) {}

    /** Runs it; returns what it prints. */
    String byok(List<String> args) throws ReflectiveOperationException {
        Ended ended = run(args);
        assertThat(ended.err()).as("errors of byok %s", args).isEmpty();
        return ended.out();
    }

    /** Runs it, whatever comes of it. */
    Ended run(List<String> args) throws ReflectiveOperationException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // As in a process of its own: Spring looks for its parts there.
        thread.setContextClassLoader(loader);
        try {
            Object code = run.invoke(null, new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
            return new Ended((Integer) code, out.toString(), err.toString());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
