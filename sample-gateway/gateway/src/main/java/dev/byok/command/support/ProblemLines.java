package dev.byok.command.support;

import dev.byok.policy.document.Problem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people what is wrong with a policy: a line for each, which editors and terminals take for a link. */
public final class ProblemLines {

    private final PrintWriter out;
    private final boolean coloured;

    public ProblemLines(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.coloured = ansi.enabled();
    }

    /** Prints why a policy would be refused, and that it would. */
    public void refused(PolicyFolder folder, List<Problem> problems) {
        errors(folder, problems);
        out.println(in(Style.fg_red, "refused: " + counted(problems.size(), "problem")));
    }

    /** Prints what is wrong. */
    public void errors(PolicyFolder folder, List<Problem> problems) {
        problems.forEach(problem -> line(Style.fg_red, "error", folder, problem));
    }

    /** Prints what is worth a look in one that would not. */
    public void warnings(PolicyFolder folder, List<Problem> warnings) {
        warnings.forEach(warning -> line(Style.fg_yellow, "warning", folder, warning));
    }

    /** Returns a number of things. */
    public static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Returns the text in a colour, where there are colours. */
    public String in(Style style, String text) {
        return coloured ? style.on() + text + style.off() : text;
    }

    private void line(Style style, String kind, PolicyFolder folder, Problem problem) {
        out.println(in(style, kind) + ": " + folder.prefix() + problem);
    }
}
