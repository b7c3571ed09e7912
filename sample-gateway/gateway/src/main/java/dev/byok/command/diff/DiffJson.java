package dev.byok.command.diff;

import dev.byok.command.diff.CallerChange.LeftOut;
import dev.byok.command.diff.PlanChange.Step;
import dev.byok.command.support.JsonText;
import dev.byok.plan.Exclusion;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells programs what changes for whom. */
final class DiffJson {

    private final String before;
    private final String after;

    private DiffJson(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Prints it.
     *
     * @param before what the older side's files are called by
     * @param after what the newer side's files are called by
     */
    static void print(PolicyDiff diff, String before, String after, PrintWriter out) {
        JsonText.print(new DiffJson(before, after).report(diff), out);
    }

    private Map<String, Object> report(PolicyDiff diff) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("before", diff.before().version());
        report.put("after", diff.after().version());
        report.put("at", diff.at().toString());
        report.put("callers_compared", diff.compared());
        report.put("loosened", diff.loosened().stream().map(this::row).toList());
        report.put("callers", diff.callers().stream().map(this::row).toList());
        report.put(
                "excluded_otherwise",
                diff.otherwise().stream()
                        .flatMap(change -> change.otherwise().stream().map(left -> row(change.caller(), left)))
                        .toList());
        report.put("changes", diff.things().stream().map(this::row).toList());
        return report;
    }

    private Map<String, @Nullable Object> row(Loosened loosened) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("who", loosened.who());
        row.put("what", loosened.what());
        row.put("models", shown(loosened.models()));
        places(loosened.before(), loosened.after(), row);
        return row;
    }

    private Map<String, @Nullable Object> row(CallerChange change) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("caller", Shown.text(change.caller()));
        row.put("caller_before", Shown.text(change.formerly() == null ? change.caller() : change.formerly()));
        places(change.before(), change.after(), row);
        row.put("plans", change.plans().stream().map(this::row).toList());
        return row;
    }

    private Map<String, @Nullable Object> row(PlanChange change) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", Shown.text(change.model()));
        row.put(
                "lost",
                change.lost().stream().map(step -> row(step, before, after)).toList());
        row.put(
                "gained",
                change.gained().stream().map(step -> row(step, after, before)).toList());
        row.put("order_before", change.before() == null ? null : shown(change.before()));
        row.put("order_after", change.after() == null ? null : shown(change.after()));
        row.put("ends", change.ends());
        return row;
    }

    private static Map<String, @Nullable Object> row(Step step, String here, String there) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("key", Shown.text(step.attempt().key().name()));
        row.put("provider", step.attempt().endpoint().provider().name());
        row.put("upstream_model", Shown.text(step.attempt().endpoint().upstreamModel()));
        row.put("tier", step.attempt().tier().name());
        row.put("at", here + step.attempt().key().location());
        Exclusion elsewhere = step.elsewhere();
        row.put("excluded_by", elsewhere == null ? null : elsewhere.reason().text());
        row.put("excluded_at", elsewhere == null ? null : there + elsewhere.location());
        return row;
    }

    private Map<String, @Nullable Object> row(String caller, LeftOut left) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        String key = left.after().key();
        row.put("caller", Shown.text(caller));
        row.put("model", Shown.text(left.after().model()));
        row.put("provider", left.after().provider());
        row.put("key", key == null ? null : Shown.text(key));
        row.put("reason_before", left.before().reason().text());
        row.put("reason_after", left.after().reason().text());
        places(left.before().location(), left.after().location(), row);
        return row;
    }

    private Map<String, @Nullable Object> row(ThingChange change) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("kind", change.kind());
        row.put("name", Shown.text(change.name()));
        row.put("name_before", change.formerly() == null ? null : Shown.text(change.formerly()));
        row.put("change", change.word());
        places(change.before(), change.after(), row);
        row.put("facts", change.facts());
        return row;
    }

    private void places(@Nullable SourceLocation from, @Nullable SourceLocation to, Map<String, @Nullable Object> row) {
        row.put("at_before", from == null ? null : before + from);
        row.put("at_after", to == null ? null : after + to);
    }

    private static List<String> shown(List<String> names) {
        return names.stream().map(Shown::text).toList();
    }
}
