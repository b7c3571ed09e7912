package dev.byok.command.scenario;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.Shown;
import dev.byok.scenario.Given;
import dev.byok.scenario.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs scenarios against a policy, without asking anybody. */
public final class ScenarioRun {

    private ScenarioRun() {}

    /**
     * Returns what came of each, in their order.
     *
     * @param policy the one that they were read with
     * @param now the time of those that say none
     * @param prefix what the policy's files are called by, as in {@code byok/}
     */
    public static List<ScenarioResult> of(PolicySnapshot policy, List<Scenario> scenarios, Instant now, String prefix) {
        return scenarios.stream()
                .map(scenario -> new ScenarioResult(
                        scenario,
                        Judge.unmet(scenario, Course.of(policy, scenario.given(), now), prefix),
                        explain(scenario.given())))
                .toList();
    }

    /** Returns what to type to see the whole plan. */
    private static String explain(Given given) {
        List<String> words = new ArrayList<>(List.of("byok explain --caller", Shown.text(given.qualifiedCaller())));
        given.models().forEach(model -> words.add("--model " + Shown.text(model)));
        given.keys().forEach((name, met) -> words.add("--key " + Shown.text(name) + "=" + met.text()));
        given.providers().forEach((name, met) -> words.add("--provider " + Shown.text(name) + "=" + met.text()));
        if (given.strict()) {
            words.add("--strict");
        }
        String profile = given.profile();
        if (profile != null) {
            words.add("--profile " + Shown.text(profile));
        }
        String dataClass = given.dataClass();
        if (dataClass != null) {
            words.add("--data-class " + Shown.text(dataClass));
        }
        if (given.at() != null) {
            words.add("--at " + given.at());
        }
        return String.join(" ", words);
    }
}
