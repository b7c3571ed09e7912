package dev.byok.command.calendar;

import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.ProblemLines;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people: a line for each day and thing. */
final class DateLines {

    private DateLines() {}

    static void print(PolicyFolder folder, List<PolicyDate> dates, Instant now, PrintWriter out, Ansi ansi) {
        ProblemLines lines = new ProblemLines(out, ansi);
        for (PolicyDate date : dates) {
            boolean passed = !date.at().isAfter(now);
            String day = date.day().toString();
            out.println((passed ? lines.in(Style.fg_red, day + " (passed)") : day) + "  " + date.title() + "  "
                    + folder.prefix() + date.location());
        }
    }
}
