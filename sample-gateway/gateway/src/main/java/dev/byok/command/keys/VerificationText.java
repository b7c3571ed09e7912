package dev.byok.command.keys;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.command.support.ProblemLines;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells people. */
final class VerificationText {

    private VerificationText() {}

    static void print(Verification verification, PrintWriter out, Ansi ansi) {
        ProblemLines colours = new ProblemLines(out, ansi);
        List<KeyFinding> findings = verification.findings();
        int owner =
                widest(findings.stream().map(finding -> finding.key().owner()).toList());
        int provider = widest(findings.stream()
                .map(finding -> finding.key().provider().name())
                .toList());
        int name = widest(findings.stream().map(VerificationText::name).toList());
        int state =
                widest(findings.stream().map(finding -> finding.state().text()).toList());
        for (KeyFinding finding : findings) {
            out.println((padded(finding.key().owner(), owner)
                            + padded(finding.key().provider().name(), provider)
                            + padded(name(finding), name)
                            + colours.in(
                                    style(finding.state()),
                                    padded(finding.state().text(), state))
                            + detail(finding))
                    .stripTrailing());
        }
        verification.sameSecrets().forEach(same -> print(same, colours, out));
        String states = Arrays.stream(KeyState.values())
                .map(each -> new Count(
                        each,
                        findings.stream()
                                .filter(finding -> finding.state() == each)
                                .count()))
                .filter(count -> count.number > 0)
                .map(count -> count.number + " " + count.state.text())
                .collect(Collectors.joining(", "));
        out.println(counted(findings.size(), "key") + (states.isEmpty() ? "" : ": " + states));
    }

    private record Count(KeyState state, long number) {}

    private static void print(SameSecret same, ProblemLines colours, PrintWriter out) {
        String keys = same.keys().stream()
                .map(key -> key.owner() + "/" + Shown.text(key.key().name()))
                .collect(Collectors.joining(", "));
        out.println(colours.in(same.wrong() ? Style.fg_red : Style.fg_yellow, "same secret") + ": " + keys
                + (same.wrong() ? " (" + same.apart() + ")" : ""));
    }

    /** Returns what there is to say beside the state. */
    static String detail(KeyFinding finding) {
        List<String> parts = new ArrayList<>();
        if (finding.detail() != null) {
            parts.add(finding.detail());
        }
        if (!finding.missing().isEmpty()) {
            parts.add("the provider's list does not name "
                    + finding.missing().stream().map(Shown::text).collect(Collectors.joining(", ")));
        }
        finding.left().forEach(limit -> parts.add(limit.amount() + " left of " + limit.limit()));
        return String.join("; ", parts);
    }

    private static Style style(KeyState state) {
        return state.wrong() ? Style.fg_red : state == KeyState.OK ? Style.fg_green : Style.fg_yellow;
    }

    private static String name(KeyFinding finding) {
        return Shown.text(finding.key().key().name());
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
