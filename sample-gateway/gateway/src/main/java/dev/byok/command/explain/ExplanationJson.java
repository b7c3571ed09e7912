package dev.byok.command.explain;

import dev.byok.command.support.JsonText;
import dev.byok.command.support.PolicyFolder;
import dev.byok.failover.Rehearsal;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells programs what a gateway would do, with the names of a dry run's answer. */
final class ExplanationJson {

    private ExplanationJson() {}

    static void print(PolicyFolder folder, Explanation explanation, PrintWriter out) {
        Caller caller = explanation.caller();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("policy", explanation.policy().version());
        fields.put("workspace", caller.workspace());
        fields.put("caller", Shown.text(caller.name()));
        fields.put("enabled", caller.enabled());
        fields.put("profile", caller.profile().name());
        fields.put(
                "models",
                explanation.models().stream().map(Model::slug).map(Shown::text).toList());
        fields.put("max_attempts", caller.profile().maxAttempts());
        fields.put(
                "attempts",
                explanation.rehearsal().attempts().stream()
                        .map(made -> attempt(folder, explanation, made))
                        .toList());
        fields.put(
                "excluded_by",
                explanation.exclusions().stream()
                        .map(exclusion -> exclusion(folder, exclusion))
                        .toList());
        JsonText.print(fields, out);
    }

    private static Map<String, @Nullable Object> attempt(
            PolicyFolder folder, Explanation explanation, Rehearsal.Made made) {
        Attempt attempt = made.attempt();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", Shown.text(attempt.model().slug()));
        row.put("provider", attempt.endpoint().provider().name());
        row.put("upstream_model", Shown.text(attempt.endpoint().upstreamModel()));
        row.put("key", Shown.text(attempt.key().name()));
        row.put("tier", attempt.tier().name());
        if (!made.delay().isZero()) {
            row.put("wait_ms", made.delay().toMillis());
        }
        BigDecimal cost = explanation.cost(attempt.endpoint());
        row.put("cost_usd", cost == null ? null : cost.stripTrailingZeros());
        place(folder, attempt.key().location(), row);
        return row;
    }

    private static Map<String, @Nullable Object> exclusion(PolicyFolder folder, Exclusion exclusion) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", Shown.text(exclusion.model()));
        row.put("provider", exclusion.provider());
        row.put("key", exclusion.key() == null ? null : Shown.text(exclusion.key()));
        row.put("tier", exclusion.tier() == null ? null : exclusion.tier().name());
        row.put("reason", exclusion.reason().text());
        place(folder, exclusion.location(), row);
        return row;
    }

    private static void place(PolicyFolder folder, SourceLocation location, Map<String, @Nullable Object> row) {
        row.put("file", folder.prefix() + location.file());
        row.put("line", location.line());
    }
}
