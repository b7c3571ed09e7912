package dev.byok.command.drill;

import dev.byok.command.support.JUnitCases;
import dev.byok.command.support.JUnitCases.Case;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Tells CI servers: each scenario is a test, one that is not shown whole is skipped. */
final class DrillJUnit {

    private DrillJUnit() {}

    static void print(List<DrillResult> results, PrintWriter out) {
        JUnitCases.print("byok drill", results.stream().map(DrillJUnit::of).toList(), out);
    }

    private static Case of(DrillResult result) {
        String name = result.scenario().name();
        String open = result.open().stream().map(DrillText::line).collect(Collectors.joining("\n"));
        return switch (result.state()) {
            case HOLDS -> Case.passed(name, "");
            case FAILED -> Case.failed(name, "does not hold", result.scenario().location() + "\n" + open);
            case NOT_SHOWN -> Case.skipped(name, open);
        };
    }
}
