package dev.byok.command.explain;

import dev.byok.command.support.PolicyFolder;
import dev.byok.failover.Rehearsal;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells people what a gateway would do. */
final class ExplanationText {

    private ExplanationText() {}

    static void print(PolicyFolder folder, Explanation explanation, PrintWriter out) {
        Caller caller = explanation.caller();
        out.println("caller " + Shown.text(caller.name()) + " of " + caller.workspace()
                + said("member", caller.member())
                + said("environment", caller.environment()) + ", profile "
                + caller.profile().name() + ": at most " + caller.profile().maxAttempts() + " attempts");
        if (!caller.enabled()) {
            out.println("It is switched off, and would get 401; this is what it would be without that.");
        }
        List<List<String>> attempts = new ArrayList<>();
        for (Rehearsal.Made made : explanation.rehearsal().attempts()) {
            attempts.add(row(folder, explanation, attempts.size() + 1, made));
        }
        out.println();
        if (attempts.isEmpty()) {
            out.println("Nobody would be tried.");
        } else {
            out.println("Would be tried, one after the other:");
            table(attempts, out);
        }
        if (explanation.drawn()) {
            out.println("The likeliest order: a gateway draws it for each request, by price and by the keys' weight.");
        }
        if (explanation.endsByMaxAttempts()) {
            out.println("There it ends: the profile allows no more attempts.");
        }
        List<List<String>> exclusions =
                explanation.exclusions().stream().map(each -> row(folder, each)).toList();
        if (!exclusions.isEmpty()) {
            out.println();
            out.println("Would not be:");
            table(exclusions, out);
        }
    }

    private static String said(String what, @Nullable String name) {
        return name == null ? "" : ", " + what + " " + name;
    }

    private static List<String> row(PolicyFolder folder, Explanation explanation, int number, Rehearsal.Made made) {
        Attempt attempt = made.attempt();
        BigDecimal cost = explanation.cost(attempt.endpoint());
        return List.of(
                number + ".",
                Shown.text(attempt.model().slug()),
                attempt.endpoint().provider().name(),
                attempt.tier().name(),
                Shown.text(attempt.key().name()),
                folder.prefix() + attempt.key().location(),
                made.delay().isZero() ? "" : "after " + made.delay().toMillis() + " ms",
                cost == null ? "" : cost.stripTrailingZeros().toPlainString() + " USD");
    }

    private static List<String> row(PolicyFolder folder, Exclusion exclusion) {
        return List.of(
                Shown.text(exclusion.model()),
                exclusion.provider(),
                exclusion.tier() == null ? "" : exclusion.tier().name(),
                exclusion.key() == null ? "" : Shown.text(exclusion.key()),
                exclusion.reason().text(),
                folder.prefix() + exclusion.location());
    }

    private static void table(List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > 0) {
                    line.append("  ")
                            .append(row.get(i))
                            .append(" ".repeat(widths[i] - row.get(i).length()));
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
