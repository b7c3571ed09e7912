package dev.byok.command.check;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.command.scenario.ScenarioResult;
import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.ProblemLines;
import dev.byok.policy.PolicySnapshot;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people. */
final class HumanReport {

    private HumanReport() {}

    static void print(PolicyFolder folder, CheckResult result, PrintWriter out, Ansi ansi) {
        ProblemLines lines = new ProblemLines(out, ansi);
        PolicySnapshot snapshot = result.policy().snapshot();
        if (snapshot == null) {
            lines.refused(folder, result.problems());
            return;
        }
        lines.errors(folder, result.wrongScenarios());
        result.failed().forEach(failure -> print(folder, failure, lines, out));
        lines.warnings(folder, result.warnings());
        out.println(verdict(result, lines) + ": policy " + snapshot.version() + ", "
                + String.join(", ", contents(snapshot))
                + counts(result));
    }

    /** A policy whose scenarios fail would go live, and yet is not what its authors mean. */
    private static String verdict(CheckResult result, ProblemLines lines) {
        return result.fine()
                ? lines.in(Style.fg_green, "fine")
                : lines.in(Style.fg_red, "not as its scenarios want it");
    }

    private static String counts(CheckResult result) {
        StringBuilder counts = new StringBuilder();
        if (!result.scenarios().isEmpty()) {
            counts.append(", ").append(counted(result.scenarios().size(), "scenario"));
        }
        if (!result.failed().isEmpty()) {
            counts.append("; ").append(result.failed().size()).append(" failed");
        }
        if (!result.wrongScenarios().isEmpty()) {
            counts.append("; ")
                    .append(counted(result.wrongScenarios().size(), "problem"))
                    .append(" in scenarios");
        }
        if (!result.warnings().isEmpty()) {
            counts.append("; ").append(counted(result.warnings().size(), "warning"));
        }
        return counts.toString();
    }

    private static void print(PolicyFolder folder, ScenarioResult failure, ProblemLines lines, PrintWriter out) {
        out.println(lines.in(Style.fg_red, "failed") + ": " + FailureText.title(folder, failure));
        FailureText.lines(folder, failure).forEach(line -> out.println("  " + line));
    }

    private static List<String> contents(PolicySnapshot policy) {
        long keys = policy.workspaces().values().stream()
                .flatMap(workspace -> workspace.keys().values().stream())
                .mapToLong(List::size)
                .sum();
        long shared =
                policy.sharedKeys().values().stream().mapToLong(List::size).sum();
        return List.of(
                counted(policy.workspaces().size(), "workspace"),
                counted(policy.callers().distinct().count(), "caller"),
                counted(policy.models().size(), "model"),
                counted(policy.providers().size(), "provider"),
                counted(keys, "own key"),
                counted(shared, "shared key"));
    }
}
