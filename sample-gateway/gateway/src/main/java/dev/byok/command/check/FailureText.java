package dev.byok.command.check;

import dev.byok.command.scenario.ScenarioResult;
import dev.byok.command.scenario.Unmet;
import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.List;

/** A scenario that failed, in words. */
final class FailureText {

    private FailureText() {}

    /** Returns where it stands and what it is called. */
    static String title(PolicyFolder folder, ScenarioResult failure) {
        return folder.prefix() + failure.scenario().location() + " "
                + Shown.text(failure.scenario().name());
    }

    /** Returns what does not hold, and how to see more of it. */
    static List<String> lines(PolicyFolder folder, ScenarioResult failure) {
        List<String> lines = new ArrayList<>();
        for (Unmet unmet : failure.unmet()) {
            lines.add("expected " + unmet.field() + ": " + unmet.expected());
            lines.add("     got " + unmet.got());
            unmet.because().forEach(because -> lines.add("         " + because));
        }
        lines.add("     see " + failure.explain() + " " + folder.named());
        return lines;
    }
}
