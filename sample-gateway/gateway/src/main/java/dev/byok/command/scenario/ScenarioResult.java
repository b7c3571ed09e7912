package dev.byok.command.scenario;

import dev.byok.scenario.Scenario;
import java.util.List;

/**
 * What came of a scenario.
 *
 * @param unmet what does not hold; empty where all does
 * @param explain the command that tells the whole plan, but for its folder
 */
public record ScenarioResult(Scenario scenario, List<Unmet> unmet, String explain) {

    public ScenarioResult {
        unmet = List.copyOf(unmet);
    }

    public boolean passed() {
        return unmet.isEmpty();
    }
}
