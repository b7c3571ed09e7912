package dev.byok.command.calendar;

import dev.byok.command.support.ExitCode;
import dev.byok.command.support.PolicyArgument;
import dev.byok.command.support.PolicyFolder;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells the dates of a policy, to people or to their calendars. */
@Command(
        name = "calendar",
        mixinStandardHelpOptions = true,
        description = {
            "Tells everything in a policy that has a date, as a calendar (.ics, RFC 5545): when provider keys, shared"
                    + " capacity and gateway keys expire, and when keys are due for review. Each has a reminder 30 days and one 7 days before.",
            "",
            "A calendar that is imported again moves what has moved: each thing keeps its identity. Days are those of UTC.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, whether or not anything has a date",
            "1:the policy would be refused",
            "2:there is no policy to read, or an option is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  byok calendar config-repo > byok.ics", "  byok calendar --format human config-repo"})
public final class CalendarCommand implements Callable<Integer> {

    /** How it is told. */
    enum Format {
        ICS,
        HUMAN
    }

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private PolicyArgument policy;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "ics",
            description = "ics or human (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Format format;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PolicyFolder folder = policy.folder();
        List<PolicyDate> dates = PolicyDates.of(policy.snapshot());
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case ICS -> CalendarFile.print(folder, dates, Instant.now(), out);
            case HUMAN -> DateLines.print(folder, dates, Instant.now(), out, Ansi.AUTO);
        }
        if (dates.isEmpty()) {
            spec.commandLine().getErr().println("nothing in this policy has a date");
        }
        return ExitCode.FINE;
    }
}
