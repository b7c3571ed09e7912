package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.scenario.Expect;
import dev.byok.scenario.Given;
import dev.byok.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios of a policy, out of all files of its folder {@code scenarios}. They are no part of what a gateway compiles:
 * one that is wrong keeps no policy from going live.
 *
 * @param scenarios those that are right, in the order of the files
 * @param problems all that is wrong with the others; credentials are for {@link PolicyCompiler} to find
 */
public record Scenarios(List<Scenario> scenarios, List<Problem> problems) {

    private static final Fields ROOT = Fields.of("scenarios");
    private static final Fields SCENARIO = Fields.of("name", "given", "expect");

    public Scenarios {
        scenarios = List.copyOf(scenarios);
        problems = List.copyOf(problems);
    }

    /**
     * Reads them.
     *
     * @param policy what the files compile to; null where they do not: names are then taken on trust, and no scenario is
     *     returned
     */
    public static Scenarios read(PolicyFiles files, @Nullable PolicySnapshot policy) {
        Problems problems = new Problems();
        ScenarioNames names = new ScenarioNames(policy);
        Unique taken = Unique.create();
        List<Scenario> scenarios = new ArrayList<>();
        files.contents().forEach((file, text) -> {
            Section root = Layout.isScenarios(file)
                    ? YamlDocument.read(file, text, problems).section()
                    : null;
            if (root != null) {
                root.only(ROOT).require("scenarios");
                for (Value item : root.list("scenarios")) {
                    Scenario scenario = scenario(item, names, taken, problems);
                    if (scenario != null) {
                        scenarios.add(scenario);
                    }
                }
            }
        });
        return new Scenarios(scenarios, problems.sorted());
    }

    /** Reads one; null where anything is wrong with it, or where there is no policy to hold it against. */
    private static @Nullable Scenario scenario(Value item, ScenarioNames names, Unique taken, Problems problems) {
        int before = problems.count();
        Section section = item.section();
        if (section == null) {
            return null;
        }
        section.only(SCENARIO).require("name", "given", "expect");
        Value nameValue = section.get("name");
        String name = nameValue == null ? null : nameValue.text();
        if (nameValue != null && name != null) {
            taken.claim(name, nameValue);
        }
        Section givenSection = section.section("given");
        Section expectSection = section.section("expect");
        Caller caller = givenSection == null ? null : names.caller(givenSection.get("caller"));
        Declared<ProviderKey> keys = names.keys(caller);
        Given given = givenSection == null ? null : new GivenReader(givenSection, names, keys).read(caller);
        Expect expect = expectSection == null ? null : new ExpectReader(expectSection, names, keys).read(given);
        boolean right = problems.count() == before && caller != null;
        return right && name != null && given != null && expect != null
                ? new Scenario(name, section.location(), given, expect)
                : null;
    }
}
