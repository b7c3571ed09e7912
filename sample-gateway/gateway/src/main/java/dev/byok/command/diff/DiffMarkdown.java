package dev.byok.command.diff;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.command.diff.ThingChange.Fact;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells reviewers of a pull request, in a comment: what is loosened at once, everything else where they unfold it, and never
 * more than a comment may hold.
 */
final class DiffMarkdown {

    /** GitHub takes 65,536 characters, GitLab a million. */
    private static final int MOST_CHARACTERS = 50_000;

    private static final int MOST_ROWS = 100;

    private final DiffWords words;
    private final PrintWriter out;
    private int left = MOST_CHARACTERS;

    private DiffMarkdown(DiffWords words, PrintWriter out) {
        this.words = words;
        this.out = out;
    }

    static void print(PolicyDiff diff, DiffWords words, PrintWriter out) {
        new DiffMarkdown(words, out).print(diff);
    }

    /** Prints why there is nothing to compare. */
    static void printRefused(String label, List<Problem> problems, String prefix, PrintWriter out) {
        out.println("### Byok policy: a gateway would refuse " + Markdown.code(Shown.text(label)));
        out.println();
        problems.stream().limit(MOST_ROWS).forEach(problem -> out.println("- " + Markdown.code(prefix + problem)));
        if (problems.size() > MOST_ROWS) {
            out.println("- … and " + (problems.size() - MOST_ROWS) + " more");
        }
    }

    private void print(PolicyDiff diff) {
        out.println("### Byok policy: plans of " + diff.changed() + " of " + counted(diff.compared(), "caller")
                + " change");
        out.println();
        out.println(Markdown.code(diff.before().version()) + " → "
                + Markdown.code(diff.after().version())
                + (diff.loosened().isEmpty() ? ", nothing is loosened" : ""));
        section(
                "Loosened (" + diff.loosened().size() + ")",
                true,
                List.of("Who", "What", "Where"),
                diff.loosened().stream()
                        .map(loosened -> List.of(
                                Markdown.code(loosened.who()),
                                Markdown.escaped(loosened.what())
                                        + (loosened.models().isEmpty()
                                                ? ""
                                                : ": " + Markdown.code(DiffWords.few(loosened.models()))),
                                Markdown.code(words.places(loosened.before(), loosened.after()))))
                        .toList());
        section(
                "Plans (" + counted(diff.changed(), "caller") + ")",
                false,
                List.of("Caller", "Models", "Change"),
                diff.callers().stream().flatMap(this::rows).toList());
        section(
                "New, gone, renamed or said otherwise (" + diff.things().size() + ")",
                false,
                List.of("What", "Change", "Where"),
                diff.things().stream().map(this::row).toList());
        section(
                "Left out for another reason",
                false,
                List.of("Caller", "What", "Was", "Is"),
                diff.otherwise().stream().flatMap(this::leftOut).toList());
    }

    private Stream<List<String>> rows(CallerChange change) {
        List<List<String>> rows = new ArrayList<>();
        words.byLines(change.plans())
                .forEach((lines, models) -> rows.add(List.of(
                        Markdown.code(called(change)),
                        Markdown.code(DiffWords.few(models)),
                        lines.stream().map(Markdown::code).collect(Collectors.joining("<br>")))));
        return rows.stream();
    }

    private static String called(CallerChange change) {
        return Shown.text(change.caller()) + DiffWords.formerly(change.formerly());
    }

    private List<String> row(ThingChange change) {
        Stream<String> how = change.word().equals("changed") ? Stream.of() : Stream.of(change.word());
        return List.of(
                Markdown.code(change.kind() + " " + Shown.text(change.name()) + DiffWords.formerly(change.formerly())),
                Stream.concat(how, change.facts().stream().map(DiffMarkdown::told))
                        .collect(Collectors.joining("<br>")),
                Markdown.code(words.places(change.before(), change.after())));
    }

    private static String told(Fact fact) {
        String was = fact.before();
        String is = fact.after();
        return Markdown.escaped(fact.name()) + ": " + (was == null ? "nothing" : Markdown.code(was)) + " → "
                + (is == null ? "nothing" : Markdown.code(is));
    }

    private Stream<List<String>> leftOut(CallerChange change) {
        return change.otherwise().stream().map(leftOut -> {
            String key = leftOut.after().key();
            return List.of(
                    Markdown.code(called(change)),
                    Markdown.code(Shown.text(leftOut.after().model()) + " "
                            + Shown.text(key == null ? leftOut.after().provider() : key)),
                    Markdown.code(leftOut.before().reason().text()),
                    Markdown.code(leftOut.after().reason().text() + " "
                            + words.places(
                                    leftOut.before().location(), leftOut.after().location())));
        });
    }

    private void section(String title, boolean open, List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.println();
        out.println("<details" + (open ? " open" : "") + "><summary>" + title + "</summary>");
        out.println();
        out.println(line(head));
        out.println(line(head.stream().map(column -> "---").toList()));
        int printed = 0;
        for (List<String> row : rows) {
            String line = line(row);
            if (printed == MOST_ROWS || line.length() > left) {
                break;
            }
            left -= line.length();
            out.println(line);
            printed++;
        }
        if (printed < rows.size()) {
            out.println();
            out.println("… and " + (rows.size() - printed) + " more: `byok diff` tells them all");
        }
        out.println();
        out.println("</details>");
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
