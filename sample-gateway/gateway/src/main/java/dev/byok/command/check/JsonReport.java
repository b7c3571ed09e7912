package dev.byok.command.check;

import dev.byok.command.scenario.ScenarioResult;
import dev.byok.command.support.JsonText;
import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells programs. */
final class JsonReport {

    private JsonReport() {}

    static void print(PolicyFolder folder, CheckResult result, PrintWriter out) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("policy", result.policy().version());
        report.put("fine", result.fine());
        report.put("problems", rows(folder, result.problems()));
        report.put("warnings", rows(folder, result.warnings()));
        report.put(
                "scenarios",
                result.scenarios().stream()
                        .map(scenario -> row(folder, scenario))
                        .toList());
        JsonText.print(report, out);
    }

    private static Map<String, Object> row(PolicyFolder folder, ScenarioResult result) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", Shown.text(result.scenario().name()));
        row.put("file", folder.prefix() + result.scenario().location().file());
        row.put("line", result.scenario().location().line());
        row.put("passed", result.passed());
        row.put("unmet", result.unmet());
        return row;
    }

    private static List<Map<String, @Nullable Object>> rows(PolicyFolder folder, List<Problem> problems) {
        return problems.stream().map(problem -> row(folder, problem)).toList();
    }

    private static Map<String, @Nullable Object> row(PolicyFolder folder, Problem problem) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("file", folder.prefix() + problem.file());
        row.put("line", problem.line() == 0 ? null : problem.line());
        row.put("path", problem.path());
        row.put("value", problem.value());
        row.put("message", problem.expectation());
        return row;
    }
}
