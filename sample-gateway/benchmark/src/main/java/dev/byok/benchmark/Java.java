package dev.byok.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run the JVM this benchmark runs on. */
final class Java {

    private Java() {}

    /** Returns the command of an executable jar. */
    static List<String> jar(List<String> options, String jar, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar));
        command.addAll(arguments);
        return command;
    }

    /** Returns the command of another process of this benchmark. */
    static List<String> self(List<String> options, List<String> arguments) {
        return jar(options, System.getProperty("java.class.path"), arguments);
    }
}
