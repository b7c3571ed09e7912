package dev.byok.command.diff;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.command.diff.ThingChange.Fact;
import dev.byok.command.support.ProblemLines;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people what changes for whom. */
final class DiffText {

    /** Of what makes no difference to any plan. */
    private static final int MOST_OTHERWISE = 50;

    private final DiffWords words;
    private final PrintWriter out;
    private final ProblemLines colours;

    private DiffText(DiffWords words, PrintWriter out, Ansi ansi) {
        this.words = words;
        this.out = out;
        this.colours = new ProblemLines(out, ansi);
    }

    static void print(PolicyDiff diff, DiffWords words, PrintWriter out, Ansi ansi) {
        new DiffText(words, out, ansi).print(diff);
    }

    private void print(PolicyDiff diff) {
        diff.loosened().forEach(this::print);
        diff.callers().forEach(this::print);
        diff.things().forEach(this::print);
        List<String> otherwise =
                diff.otherwise().stream().flatMap(this::leftOut).toList();
        otherwise.stream().limit(MOST_OTHERWISE).forEach(out::println);
        if (otherwise.size() > MOST_OTHERWISE) {
            out.println("… and " + (otherwise.size() - MOST_OTHERWISE)
                    + " more that are left out for another reason (--format json tells all)");
        }
        out.println("policy " + diff.before().version() + " → " + diff.after().version() + ": plans of "
                + diff.changed() + " of " + counted(diff.compared(), "caller") + " change"
                + (diff.loosened().isEmpty() ? "" : "; " + diff.loosened().size() + " loosened"));
    }

    private Stream<String> leftOut(CallerChange change) {
        return change.otherwise().stream().map(left -> {
            String key = left.after().key();
            return DiffWords.caller(change.caller(), change.formerly()) + ", "
                    + Shown.text(left.after().model()) + ": "
                    + (key == null ? left.after().provider() : Shown.text(key)) + " is left out by "
                    + left.after().reason().text() + ", was by "
                    + left.before().reason().text() + " ("
                    + words.places(left.before().location(), left.after().location()) + ")";
        });
    }

    private void print(Loosened loosened) {
        out.println(colours.in(Style.fg_yellow, "loosened") + ": " + loosened.who() + " " + loosened.what()
                + (loosened.models().isEmpty() ? "" : " for " + DiffWords.few(loosened.models())) + " ("
                + words.places(loosened.before(), loosened.after()) + ")");
    }

    private void print(CallerChange change) {
        out.println(DiffWords.caller(change.caller(), change.formerly()) + " ("
                + words.places(change.before(), change.after()) + ")");
        words.byLines(change.plans()).forEach((lines, models) -> {
            out.println("  " + DiffWords.few(models));
            lines.forEach(line -> out.println("    " + coloured(line)));
        });
    }

    private String coloured(String line) {
        return switch (line.charAt(0)) {
            case '+' -> colours.in(Style.fg_green, line);
            case '-' -> colours.in(Style.fg_red, line);
            default -> line;
        };
    }

    private void print(ThingChange change) {
        String word =
                switch (change.word()) {
                    case "changed" -> "";
                    case "new" -> "new ";
                    default -> change.word() + ": ";
                };
        out.println(word + change.kind() + " " + Shown.text(change.name()) + DiffWords.formerly(change.formerly())
                + " (" + words.places(change.before(), change.after()) + ")");
        for (Fact fact : change.facts()) {
            out.println("    " + fact.name() + ": " + said(fact.before()) + " → " + said(fact.after()));
        }
    }

    private static String said(@Nullable String fact) {
        return fact == null ? "(nothing)" : fact;
    }
}
