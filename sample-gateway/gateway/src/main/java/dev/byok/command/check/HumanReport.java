package dev.byok.command.check;

import static dev.byok.command.support.ProblemLines.counted;

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
            lines.refused(folder, result.policy().problems());
            return;
        }
        lines.warnings(folder, result.warnings());
        out.println(lines.in(Style.fg_green, "fine") + ": policy " + snapshot.version() + ", "
                + String.join(", ", contents(snapshot))
                + (result.warnings().isEmpty()
                        ? ""
                        : "; " + counted(result.warnings().size(), "warning")));
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
