package dev.byok.command.scenario;

import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import dev.byok.scenario.Expect;
import dev.byok.scenario.Expect.Ending;
import dev.byok.scenario.Scenario;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Holds what would become of a request against what should, and says of each difference where it comes from. */
final class Judge {

    private static final int MOST_REASONS = 5;

    private final Scenario scenario;
    private final Course course;
    private final String prefix;
    private final List<Unmet> unmet = new ArrayList<>();

    private Judge(Scenario scenario, Course course, String prefix) {
        this.scenario = scenario;
        this.course = course;
        this.prefix = prefix;
    }

    /**
     * Returns what does not hold.
     *
     * @param prefix what the policy's files are called by
     */
    static List<Unmet> unmet(Scenario scenario, Course course, String prefix) {
        Judge judge = new Judge(scenario, course, prefix);
        Expect expect = scenario.expect();
        judge.outcome(expect);
        judge.attempts(expect);
        expect.never().forEach(judge::never);
        judge.models(expect);
        judge.cost(expect);
        return judge.unmet;
    }

    private void outcome(Expect expect) {
        Ending ending = course.attempts().isEmpty() ? Ending.REFUSED : Ending.SERVED;
        if (expect.outcome() != null && expect.outcome() != ending) {
            add("outcome", expect.outcome().text(), listed(), ending == Ending.REFUSED ? leftOut() : List.of());
        } else if (expect.reason() != null && !course.reasons().contains(expect.reason())) {
            List<String> reasons = course.reasons();
            add("reason", expect.reason(), reasons.isEmpty() ? "there is no key at all" : said(reasons), leftOut());
        }
    }

    private void attempts(Expect expect) {
        List<String> tried =
                course.attempts().stream().map(attempt -> attempt.key().name()).toList();
        List<String> all = expect.attempts();
        List<String> first = expect.startsWith();
        if (all != null && !tried.equals(all)) {
            add("attempts", said(all), listed(), leftOut(all));
        }
        if (first != null
                && !tried.subList(0, Math.min(first.size(), tried.size())).equals(first)) {
            add("starts-with", said(first), listed(), leftOut(first));
        }
    }

    private void never(String name) {
        List<String> met = Stream.concat(
                        IntStream.range(0, course.attempts().size())
                                .filter(at -> isMeant(name, course.attempts().get(at)))
                                .mapToObj(at ->
                                        (at + 1) + ". " + told(course.attempts().get(at))),
                        course.planned().stream()
                                .filter(attempt -> !course.attempts().contains(attempt))
                                .filter(attempt -> isMeant(name, attempt))
                                .map(attempt -> "behind the profile's last attempt " + told(attempt)))
                .toList();
        if (!met.isEmpty()) {
            add("never", Shown.text(name), String.join(", ", met), List.of());
        }
    }

    private static boolean isMeant(String name, Attempt attempt) {
        return name.equals(attempt.tier().name())
                || name.equals(attempt.key().name())
                || name.equals(attempt.endpoint().provider().name());
    }

    private void models(Expect expect) {
        List<String> tried = course.attempts().stream()
                .map(attempt -> attempt.model().slug())
                .distinct()
                .toList();
        if (expect.models() != null && !tried.equals(expect.models())) {
            add("models", said(expect.models()), tried.isEmpty() ? listed() : said(tried), leftOut());
        }
    }

    private void cost(Expect expect) {
        BigDecimal most = expect.costAtMost();
        if (most == null) {
            return;
        }
        Set<String> dear = new LinkedHashSet<>();
        for (Attempt attempt : course.attempts()) {
            BigDecimal cost = LargestCost.of(attempt, scenario.given());
            if (cost == null) {
                dear.add("nobody knows: " + at(attempt.endpoint().location()) + " says no price for all of it");
            } else if (cost.compareTo(most) > 0) {
                dear.add(cost.stripTrailingZeros().toPlainString() + " USD at "
                        + attempt.endpoint().provider().name() + " ("
                        + at(attempt.endpoint().location()) + ")");
            }
        }
        if (course.attempts().isEmpty() || !dear.isEmpty()) {
            add(
                    "cost-at-most",
                    most.toPlainString() + " USD",
                    dear.isEmpty() ? listed() : String.join(", ", dear),
                    dear.isEmpty() ? leftOut() : List.of());
        }
    }

    /** Returns the attempts in words. */
    private String listed() {
        if (!course.recognised()) {
            return "refused: the caller is switched off, or its gateway keys have expired ("
                    + at(course.caller().location()) + ")";
        }
        return course.attempts().isEmpty()
                ? "refused: nobody would be tried"
                : said(course.attempts().stream()
                        .map(attempt -> attempt.key().name())
                        .toList());
    }

    /** Returns where the first of those come from that are left out. */
    private List<String> leftOut() {
        return course.exclusions().stream()
                .map(this::told)
                .distinct()
                .limit(MOST_REASONS)
                .toList();
    }

    /** Returns why credentials that are expected are left out. */
    private List<String> leftOut(List<String> expected) {
        Set<String> reasons = new LinkedHashSet<>();
        for (String name : expected) {
            List<String> told = course.exclusions().stream()
                    .filter(exclusion -> name.equals(exclusion.key()))
                    .map(this::told)
                    .toList();
            reasons.addAll(told);
            boolean planned = course.planned().stream()
                    .anyMatch(attempt -> attempt.key().name().equals(name));
            if (told.isEmpty() && !planned && course.recognised()) {
                reasons.add(Shown.text(name) + " is left out: its provider serves this caller none of the models");
            }
        }
        return List.copyOf(reasons);
    }

    private String told(Exclusion exclusion) {
        String what = exclusion.key() == null ? exclusion.provider() : Shown.text(exclusion.key());
        return what + " is left out: " + exclusion.reason().text() + ", " + at(exclusion.location());
    }

    private String told(Attempt attempt) {
        return Shown.text(attempt.key().name()) + " (" + attempt.tier() + " at "
                + attempt.endpoint().provider().name() + ", " + at(attempt.key().location()) + ")";
    }

    private String at(SourceLocation location) {
        return prefix + location;
    }

    private static String said(List<String> names) {
        return String.join(", ", names.stream().map(Shown::text).toList());
    }

    private void add(String field, String expected, String got, List<String> because) {
        unmet.add(new Unmet(field, expected, got, because));
    }
}
