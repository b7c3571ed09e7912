package dev.byok.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Processes that are pinned to cores and end with this one. */
final class Processes {

    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");
    private static final int READY_WITHIN_SECONDS = 120;

    private static final int IDLE_STEP_MILLIS = 300;
    private static final int IDLE_TICKS = 2;
    private static final int IDLE_WITHIN_STEPS = 30;

    private Processes() {}

    /** Starts a command on some cores, as in {@code 0,1}; what it prints goes to the log file. */
    static Process start(String cpus, List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(pinned(cpus, command));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return tied(builder);
    }

    /** Runs a command on these cores to its end and returns what it printed. */
    static String run(String cpus, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(pinned(cpus, command));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
        Process process = tied(builder);
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder text = new StringBuilder();
            output.lines().forEach(line -> text.append(line).append('\n'));
            if (process.waitFor() != 0) {
                throw new FailedException(command.get(0) + " failed:\n" + text);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns the first line that a command prints, wherever and however it ends. */
    static String firstLine(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                List<String> lines = output.lines().toList();
                return lines.isEmpty() ? "" : lines.get(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a process says it is ready. */
    static void await(String name, Process process, BooleanSupplier ready, Path log) {
        long began = System.nanoTime();
        while (!ready.getAsBoolean()) {
            try {
                if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                    throw new FailedException("The " + name + " ended before it was ready; see " + log);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(READY_WITHIN_SECONDS)) {
                throw new FailedException(
                        "The " + name + " is not ready after " + READY_WITHIN_SECONDS + " s; see " + log);
            }
        }
    }

    /** Waits, for a while, until a process has nothing more to do. */
    static void awaitIdle(Process process) {
        try {
            for (int i = 0; i < IDLE_WITHIN_STEPS; i++) {
                long before = cpuTicks(process);
                if (process.waitFor(IDLE_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new FailedException("The gateway ended by itself");
                }
                if (cpuTicks(process) - before <= IDLE_TICKS) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends a process and waits for it. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns the CPU time a process has used in all its threads, in clock ticks. */
    static long cpuTicks(Process process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return cpuTicks(stat);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the CPU time that the compiler's threads of a JVM have used, in clock ticks. */
    static long compilerTicks(Process process) {
        Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
        try (Stream<Path> all = Files.list(threads)) {
            return all.mapToLong(Processes::ticksOfCompilerThread).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ticksOfCompilerThread(Path thread) {
        try {
            boolean compiler =
                    COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
            return compiler ? cpuTicks(Files.readString(thread.resolve("stat"))) : 0;
        } catch (IOException e) {
            // It has ended in between.
            return 0;
        }
    }

    /** Reads user and system time; the second field, the program's name, may hold anything. */
    static long cpuTicks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Moves all threads of a process to one core. */
    static void pin(Process process, int cpu) {
        String core = String.valueOf(cpu);
        run(core, List.of("taskset", "-a", "-c", "-p", core, String.valueOf(process.pid())), Map.of());
    }

    private static List<String> pinned(String cpus, List<String> command) {
        List<String> all = new ArrayList<>(List.of("taskset", "-c", cpus));
        all.addAll(command);
        return all;
    }

    private static Process tied(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            Thread end = new Thread(process::destroy, "end-" + process.pid());
            Runtime.getRuntime().addShutdownHook(end);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FailedException("interrupted: " + e.getMessage());
    }
}
