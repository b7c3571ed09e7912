package dev.byok.command.check;

import dev.byok.command.support.ExitCode;
import dev.byok.command.support.PolicyArgument;
import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.ReportOption;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Does with a policy what a gateway does before it is live, and says what else is worth a look. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a policy as the gateway does, whole and strictly, and reports everything that is wrong with it at once:",
            "file and line, field, value, what is expected there.",
            "",
            "What can never be otherwise is an error: names that mean nothing, filters that can never match, callers whom no"
                    + " key can serve, keys behind the end of every plan. What time or the next edit may change is a"
                    + " warning: dates that are near or have passed, keys that nobody uses yet, callers whom nobody serves"
                    + " while keys are switched off, shared capacity that a model's other provider leaves open.",
            "",
            "And it runs the policy's own tests, scenarios/*.yml: requests that nobody sends, with what should become of"
                    + " them.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the policy can go live, with warnings or without, and its scenarios hold",
            "1:it would be refused, or a scenario is wrong or does not hold",
            "2:there is no policy to read, or an option is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok check config-repo",
            "  byok check --format junit config-repo > check.xml",
            "  byok check --format json . | jq '.problems[].file'"
        })
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private PolicyArgument policy;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private ReportOption report;

    @Option(
            names = "--soon",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "how many days before a date a warning is due (default: ${DEFAULT-VALUE})")
    private int days;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (days < 0) {
            throw new ParameterException(spec.commandLine(), "--soon: expected 0 or more days");
        }
        PolicyFolder folder = policy.folder();
        CheckResult result = CheckResult.of(folder.read(), folder.prefix(), Instant.now(), Duration.ofDays(days));
        PrintWriter out = spec.commandLine().getOut();
        switch (report.format()) {
            case HUMAN -> HumanReport.print(folder, result, out, Ansi.AUTO);
            case JSON -> JsonReport.print(folder, result, out);
            case JUNIT -> JUnitReport.print(folder, result, out);
        }
        return result.fine() ? ExitCode.FINE : ExitCode.WRONG;
    }
}
