package dev.byok.command.drill;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.command.drill.Finding.State;
import dev.byok.command.support.ProblemLines;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people. */
final class DrillText {

    private static final int STATE = 11;

    private DrillText() {}

    static void print(List<DrillResult> results, PrintWriter out, Ansi ansi) {
        ProblemLines colours = new ProblemLines(out, ansi);
        for (DrillResult result : results) {
            String word = word(result.state());
            out.println(colours.in(style(result.state()), word)
                    + " ".repeat(STATE - word.length())
                    + Shown.text(result.scenario().name())
                    + as(result));
            result.open().forEach(finding -> out.println(" ".repeat(STATE) + line(finding)));
        }
        String versions = results.stream()
                .map(DrillResult::policy)
                .filter(Objects::nonNull)
                .distinct()
                .map(Shown::text)
                .collect(Collectors.joining(", "));
        out.println(counted(results.size(), "scenario") + ": " + number(results, State.HOLDS) + " passed, "
                + number(results, State.FAILED) + " failed, " + number(results, State.NOT_SHOWN) + " not shown"
                + (versions.isEmpty() ? "" : "; the gateway's policy is " + versions));
    }

    /** Returns a finding in one line. */
    static String line(Finding finding) {
        return finding.field() + (finding.is(State.NOT_SHOWN) ? " not shown: " : ": ") + finding.text();
    }

    /** Says as whom the gateway knew the caller, where that is another one. */
    private static String as(DrillResult result) {
        String caller = result.caller();
        return caller == null || caller.equals(result.scenario().given().qualifiedCaller())
                ? ""
                : "  (as " + Shown.text(caller) + ")";
    }

    static String word(State state) {
        return switch (state) {
            case HOLDS -> "passed";
            case FAILED -> "failed";
            case NOT_SHOWN -> "not shown";
        };
    }

    private static Style style(State state) {
        return switch (state) {
            case HOLDS -> Style.fg_green;
            case FAILED -> Style.fg_red;
            case NOT_SHOWN -> Style.fg_yellow;
        };
    }

    private static long number(List<DrillResult> results, State state) {
        return results.stream().filter(result -> result.state() == state).count();
    }
}
