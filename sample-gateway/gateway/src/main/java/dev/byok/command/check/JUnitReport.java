package dev.byok.command.check;

import static dev.byok.command.support.ProblemLines.counted;

import dev.byok.command.scenario.ScenarioResult;
import dev.byok.command.support.JUnitCases;
import dev.byok.command.support.JUnitCases.Case;
import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells CI servers: each file of the policy is a test, and so is each scenario. */
final class JUnitReport {

    private JUnitReport() {}

    static void print(PolicyFolder folder, CheckResult result, PrintWriter out) {
        Set<String> files = new LinkedHashSet<>(result.policy().files());
        // One that is missing has no file of its own to be a test of.
        result.problems().forEach(problem -> files.add(problem.file()));
        List<Case> cases = new ArrayList<>();
        files.forEach(file -> cases.add(of(folder, file, result)));
        result.scenarios().forEach(scenario -> cases.add(of(folder, scenario)));
        JUnitCases.print("byok check", cases, out);
    }

    /** There are no warnings of a file that something is wrong with. */
    private static Case of(PolicyFolder folder, String file, CheckResult result) {
        String name = folder.prefix() + file;
        List<Problem> problems = of(file, result.problems());
        return problems.isEmpty()
                ? Case.passed(name, lines(folder, of(file, result.warnings())))
                : Case.failed(name, counted(problems.size(), "problem"), lines(folder, problems));
    }

    private static Case of(PolicyFolder folder, ScenarioResult scenario) {
        String name = Shown.text(scenario.scenario().name());
        Case told = scenario.passed()
                ? Case.passed(name, "")
                : Case.failed(
                        name,
                        FailureText.title(folder, scenario),
                        String.join("\n", FailureText.lines(folder, scenario)));
        SourceLocation location = scenario.scenario().location();
        return told.at("byok.scenario", folder.prefix() + location.file(), location.line());
    }

    private static List<Problem> of(String file, List<Problem> problems) {
        return problems.stream().filter(problem -> problem.file().equals(file)).toList();
    }

    private static String lines(PolicyFolder folder, List<Problem> problems) {
        return problems.stream().map(problem -> folder.prefix() + problem).collect(Collectors.joining("\n"));
    }
}
