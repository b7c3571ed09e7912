package dev.byok.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code byok}, for people and for the config repo's own CI. Exits with 0 where all is well, with 1 where the
 * policy is not, with 2 where the command itself was given something that it cannot use.
 */
@Command(
        name = "byok",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks at a policy before it is live.",
        subcommands = {CheckCommand.class, ExplainCommand.class, KeygenCommand.class})
public final class ByokCommand implements Runnable {

    static final int FINE = 0;
    static final int WRONG = 1;
    static final int UNUSABLE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private ByokCommand() {}

    /** Runs it; returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line =
                new CommandLine(new ByokCommand()).setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, failed, parsed) -> {
            failed.getErr().println(failed.getColorScheme().errorText(told(thrown)));
            return UNUSABLE;
        });
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** Without a command, all of them. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What the command itself says is said to people; anything else is a fault of ours, with its name. */
    private static String told(Exception thrown) {
        String message = thrown.getMessage();
        return thrown instanceof UnusableException && message != null ? message : thrown.toString();
    }
}
