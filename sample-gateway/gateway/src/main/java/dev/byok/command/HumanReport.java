package dev.byok.command;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.Problem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people, a line for each thing that is to be said, which editors and terminals take for a link. */
final class HumanReport {

    private final PrintWriter out;
    private final boolean coloured;

    HumanReport(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    void print(PolicyFolder folder, CheckResult result) {
        result.problems().forEach(problem -> line(Style.fg_red, "error", folder, problem));
        result.warnings().forEach(warning -> line(Style.fg_yellow, "warning", folder, warning));
        PolicySnapshot policy = result.policy();
        if (policy == null) {
            out.println(in(Style.fg_red, "refused: " + counted(result.problems().size(), "problem")));
            return;
        }
        out.println(
                in(Style.fg_green, "fine") + ": policy " + result.version() + ", " + String.join(", ", contents(policy))
                        + (result.warnings().isEmpty()
                                ? ""
                                : "; " + counted(result.warnings().size(), "warning")));
    }

    private void line(Style style, String kind, PolicyFolder folder, Problem problem) {
        out.println(in(style, kind) + ": " + folder.prefix() + problem);
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

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String in(Style style, String text) {
        return coloured ? style.on() + text + style.off() : text;
    }
}
