package dev.byok.command;

import dev.byok.command.calendar.CalendarCommand;
import dev.byok.command.catalog.CatalogCommand;
import dev.byok.command.check.CheckCommand;
import dev.byok.command.diff.DiffCommand;
import dev.byok.command.drill.DrillCommand;
import dev.byok.command.explain.ExplainCommand;
import dev.byok.command.keys.EncryptCommand;
import dev.byok.command.keys.KeygenCommand;
import dev.byok.command.keys.KeysCommand;
import dev.byok.command.schema.SchemaCommand;
import dev.byok.command.support.ExitCode;
import dev.byok.command.support.ProblemLines;
import dev.byok.command.support.RefusedPolicyException;
import dev.byok.command.support.UnusableException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
        subcommands = {
            CheckCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            DrillCommand.class,
            KeysCommand.class,
            KeygenCommand.class,
            EncryptCommand.class,
            CalendarCommand.class,
            CatalogCommand.class,
            SchemaCommand.class
        })
public final class ByokCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private ByokCommand() {}

    /** Runs it; returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line =
                new CommandLine(new ByokCommand()).setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, failed, parsed) -> {
            if (thrown instanceof RefusedPolicyException refused) {
                new ProblemLines(failed.getErr(), Ansi.AUTO).refused(refused.folder(), refused.problems());
                return ExitCode.WRONG;
            }
            failed.getErr().println(failed.getColorScheme().errorText(told(thrown)));
            return ExitCode.UNUSABLE;
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
