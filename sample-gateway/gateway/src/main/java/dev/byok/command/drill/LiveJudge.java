package dev.byok.command.drill;

import dev.byok.command.drill.LiveReply.Row;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Tier;
import dev.byok.policy.document.Shown;
import dev.byok.scenario.Expect;
import dev.byok.scenario.Expect.Ending;
import dev.byok.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a gateway foretold and what it then did against what a scenario expects. A scenario speaks of keys that have
 * met something before the request, so that what is simulated in the request itself counts as left out.
 */
final class LiveJudge {

    private final Scenario scenario;
    private final Simulated simulated;
    private final Foretold foretold;
    private final LiveReply reply;
    private final PolicySnapshot policy;
    private final List<Finding> findings = new ArrayList<>();

    LiveJudge(Scenario scenario, Simulated simulated, Foretold foretold, LiveReply reply, PolicySnapshot policy) {
        this.scenario = scenario;
        this.simulated = simulated;
        this.foretold = foretold;
        this.reply = reply;
        this.policy = policy;
    }

    List<Finding> findings() {
        Expect expect = scenario.expect();
        if (expect.outcome() != null) {
            findings.add(outcome(expect.outcome()));
        }
        if (expect.reason() != null) {
            findings.add(reason(expect.reason()));
        }
        if (expect.attempts() != null) {
            findings.add(keys("attempts", expect.attempts(), true));
        }
        if (expect.startsWith() != null) {
            findings.add(keys("starts-with", expect.startsWith(), false));
        }
        expect.never().forEach(name -> findings.add(never(name)));
        if (expect.models() != null) {
            findings.add(models(expect.models()));
        }
        if (expect.costAtMost() != null) {
            findings.add(Finding.notShown("cost-at-most", "byok check says it; the request of a drill is another"));
        }
        return findings;
    }

    private Finding outcome(Ending expected) {
        if (expected == Ending.SERVED) {
            if (reply.served()) {
                return Finding.holds("outcome");
            }
            return foretold.real().isEmpty() && queues()
                    ? Finding.notShown("outcome", "the request would wait for keys that are simulated")
                    : Finding.failed("outcome", expected.text(), reply.told());
        }
        if (reply.served()) {
            return Finding.failed("outcome", expected.text(), "served" + by());
        }
        // Refused by the plan: a gateway that fails of itself is no refusal.
        List<Row> asked = Stream.concat(foretold.real().stream(), reply.realAttempts().stream())
                .toList();
        return asked.isEmpty() && reply.status() != 0
                ? Finding.holds("outcome")
                : Finding.failed(
                        "outcome",
                        expected.text() + " without asking",
                        reply.status() == 0 ? reply.told() : told(asked));
    }

    private boolean queues() {
        return policy.callers()
                .filter(caller -> caller.workspace().equals(scenario.given().workspace())
                        && caller.name().equals(scenario.given().caller()))
                .map(Caller::profile)
                .anyMatch(profile -> profile.waiting().queue() != null);
    }

    private Finding reason(String expected) {
        List<String> reasons = new ArrayList<>(foretold.reasons());
        if (foretold.simulates()) {
            reasons.add(ExclusionReason.COOLDOWN.text());
        }
        return reasons.contains(expected)
                ? Finding.holds("reason")
                : Finding.failed("reason", expected, reasons.isEmpty() ? "none" : String.join(", ", reasons));
    }

    private Finding keys(String field, List<String> expected, boolean all) {
        if (!foretold.namesKeys()) {
            return Finding.notShown(field, "the workspace does not show names of keys");
        }
        List<String> back = expected.stream().filter(simulated::covers).toList();
        if (!back.isEmpty()) {
            return Finding.notShown(field, said(back) + ": simulated for the whole request, while it would come back");
        }
        return ordered(field, expected, Row::key, all, reply.receipt("key"));
    }

    private Finding models(List<String> expected) {
        return ordered("models", expected, Row::model, true, reply.receipt("model"));
    }

    /**
     * @param all whether there are to be no others behind them
     * @param served who answered in the end; null where nobody did
     */
    private Finding ordered(
            String field,
            List<String> expected,
            Function<Row, @Nullable String> what,
            boolean all,
            @Nullable String served) {
        Stream<String> names = foretold.real().stream().map(row -> String.valueOf(what.apply(row)));
        List<String> got = (field.equals("models") ? names.distinct() : names).toList();
        int length = Math.min(expected.size(), got.size());
        boolean same = expected.subList(0, length).equals(got.subList(0, length));
        if (!same || (all && got.size() > expected.size())) {
            return Finding.failed(field, said(expected), said(got));
        }
        if (got.size() < expected.size()) {
            return foretold.simulates() && foretold.isCut()
                    ? Finding.notShown(
                            field, "the simulated attempts count among the " + foretold.maxAttempts() + " there may be")
                    : Finding.failed(field, said(expected), said(got));
        }
        if (expected.isEmpty() || Objects.equals(served, expected.get(0))) {
            return Finding.holds(field);
        }
        return Finding.failed(
                field, "an answer of " + Shown.text(expected.get(0)), reply.served() ? "one" + by() : reply.told());
    }

    private Finding never(String name) {
        List<Row> met = Stream.concat(foretold.real().stream(), Stream.concat(reply.realAttempts().stream(), served()))
                .filter(row -> row.isCalled(name))
                .toList();
        if (!met.isEmpty()) {
            return Finding.failed("never", "never " + Shown.text(name), told(met));
        }
        boolean namesKey =
                Stream.of(Tier.values()).noneMatch(tier -> tier.name().equals(name))
                        && !policy.providers().containsKey(name);
        if (namesKey && !foretold.namesKeys()) {
            return Finding.notShown("never", Shown.text(name) + ": the workspace does not show names of keys");
        }
        return foretold.isCut()
                ? Finding.notShown(
                        "never",
                        Shown.text(name) + ": nor what would follow the " + foretold.maxAttempts()
                                + " attempts there may be")
                : Finding.holds("never");
    }

    private Stream<Row> served() {
        return reply.served()
                ? Stream.of(new Row(
                        reply.receipt("key"),
                        String.valueOf(reply.receipt("tier")),
                        String.valueOf(reply.receipt("provider")),
                        String.valueOf(reply.receipt("model")),
                        false))
                : Stream.empty();
    }

    private String by() {
        return served().map(row -> " by " + row.told()).collect(Collectors.joining());
    }

    private static String told(List<Row> rows) {
        return rows.stream().map(Row::told).distinct().collect(Collectors.joining(", "));
    }

    private static String said(List<String> names) {
        return names.isEmpty() ? "none" : names.stream().map(Shown::text).collect(Collectors.joining(", "));
    }
}
