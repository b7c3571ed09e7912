package dev.byok.command.diff;

import dev.byok.command.diff.PlanChange.Step;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A difference in words that all reports share; safe to print. */
final class DiffWords {

    private static final int MOST_NAMES = 5;

    private final String before;
    private final String after;

    /**
     * @param before what the older side's files are called by
     * @param after what the newer side's files are called by
     */
    DiffWords(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** Returns a caller, with the former one where that has another name. */
    static String caller(String name, @Nullable String formerly) {
        return "caller " + Shown.text(name) + formerly(formerly);
    }

    /** Returns what something was called, where that is anything else. */
    static String formerly(@Nullable String name) {
        return name == null ? "" : " (formerly " + Shown.text(name) + ")";
    }

    /** Returns where something stood and stands; shortly where that is the same place. */
    String places(@Nullable SourceLocation from, @Nullable SourceLocation to) {
        String was = from == null ? null : before + from;
        String is = to == null ? null : after + to;
        if (was == null || is == null) {
            return was != null ? "was " + was : is != null ? is : "";
        }
        return was.equals(is) ? is : is + ", was " + was;
    }

    /** Returns the lines that tell how a plan changes, with a sign before each as in a diff of texts. */
    List<String> lines(PlanChange change) {
        List<String> lines = new ArrayList<>();
        change.lost().forEach(step -> lines.add("- " + told(step, before) + elsewhere(step, "now left out", after)));
        change.gained()
                .forEach(step -> lines.add("+ " + told(step, after) + elsewhere(step, "formerly left out", before)));
        if (change.before() != null && change.after() != null) {
            lines.add("~ order " + names(change.after()) + ", was " + names(change.before()));
        }
        if (change.ends() != null) {
            lines.add(
                    change.ends()
                            ? "~ the failure of own keys is now the request's: nobody is tried after them"
                            : "~ the failure of own keys no longer ends the request");
        }
        return lines;
    }

    private static String told(Step step, String prefix) {
        Attempt attempt = step.attempt();
        return Shown.text(attempt.key().name()) + " (" + attempt.tier() + " at "
                + attempt.endpoint().provider().name() + ", " + prefix
                + attempt.key().location() + ")";
    }

    private static String elsewhere(Step step, String word, String prefix) {
        Exclusion exclusion = step.elsewhere();
        return exclusion == null
                ? ""
                : ", " + word + ": " + exclusion.reason().text() + ", " + prefix + exclusion.location();
    }

    /** Returns the models of plans that change alike, by the lines that tell how. */
    Map<List<String>, List<String>> byLines(List<PlanChange> plans) {
        Map<List<String>, List<String>> models = new LinkedHashMap<>();
        plans.forEach(plan ->
                models.computeIfAbsent(lines(plan), first -> new ArrayList<>()).add(plan.model()));
        return models;
    }

    /** Returns the first few names, and how many more there are. */
    static String few(List<String> names) {
        return names.size() <= MOST_NAMES
                ? names(names)
                : names(names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    static String names(List<String> names) {
        return String.join(", ", names.stream().map(Shown::text).toList());
    }
}
