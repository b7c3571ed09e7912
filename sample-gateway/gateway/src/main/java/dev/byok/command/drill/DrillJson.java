package dev.byok.command.drill;

import dev.byok.command.support.JsonText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells programs. */
final class DrillJson {

    private DrillJson() {}

    static void print(List<DrillResult> results, PrintWriter out) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("fine", DrillResult.fine(results));
        report.put("scenarios", results.stream().map(DrillJson::row).toList());
        JsonText.print(report, out);
    }

    private static Map<String, @Nullable Object> row(DrillResult result) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", result.scenario().name());
        row.put("file", result.scenario().location().file());
        row.put("line", result.scenario().location().line());
        row.put("state", DrillText.word(result.state()));
        row.put("caller", result.caller());
        row.put("policy", result.policy());
        row.put("findings", result.findings().stream().map(DrillJson::row).toList());
        return row;
    }

    private static Map<String, Object> row(Finding finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("field", finding.field());
        row.put("state", finding.state().text());
        row.put("text", finding.text());
        return row;
    }
}
