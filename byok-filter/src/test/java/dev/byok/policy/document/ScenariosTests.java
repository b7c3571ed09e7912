package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.SourceLocation;
import dev.byok.scenario.Expect;
import dev.byok.scenario.Expect.Ending;
import dev.byok.scenario.Given;
import dev.byok.scenario.Met;
import dev.byok.scenario.Scenario;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenariosTests {

    private static final String FILE = "scenarios/drills.yml";

    @Test
    void readsWhatIsGivenAndWhatIsExpected() {
        Scenarios read = read("""
                scenarios:
                  - name: legal work stays where it is
                    given:
                      caller: acme/legal-bot
                      models: [openai/gpt-5.2, meta/llama-4]
                      keys: { acme-vllm: rate_limited, shared-openai-1: quota_exhausted:5m }
                      providers: { groq: overloaded }
                      at: 2027-01-01
                      strict: own-keys
                      prompt-tokens: 4000
                      max-tokens: 0
                    expect:
                      outcome: served
                      starts-with: [acme-openai-reserve]
                      never: [SHARED, groq, acme-openai-dev]
                      models: [openai/gpt-5.2]
                      cost-at-most: 2.00
                  - name: nothing goes without a key
                    given: { caller: app, model: meta/llama-4 }
                    expect: { outcome: refused, reason: allowed_providers }
                """);

        assertThat(read.problems()).isEmpty();
        assertThat(read.scenarios())
                .containsExactly(
                        new Scenario(
                                "legal work stays where it is",
                                new SourceLocation(FILE, 2),
                                new Given(
                                        "acme",
                                        "legal-bot",
                                        List.of("openai/gpt-5.2", "meta/llama-4"),
                                        Map.of(
                                                "acme-vllm", new Met(OutcomeClass.RATE_LIMITED, null),
                                                "shared-openai-1",
                                                        new Met(OutcomeClass.QUOTA_EXHAUSTED, Duration.ofMinutes(5))),
                                        Map.of("groq", OutcomeClass.OVERLOADED),
                                        Instant.parse("2027-01-01T00:00:00Z"),
                                        true,
                                        null,
                                        null,
                                        4000,
                                        0),
                                new Expect(
                                        Ending.SERVED,
                                        null,
                                        null,
                                        List.of("acme-openai-reserve"),
                                        List.of("SHARED", "groq", "acme-openai-dev"),
                                        List.of("openai/gpt-5.2"),
                                        new BigDecimal("2.00"))),
                        new Scenario(
                                "nothing goes without a key",
                                new SourceLocation(FILE, 18),
                                new Given(
                                        "globex",
                                        "app",
                                        List.of("meta/llama-4"),
                                        Map.of(),
                                        Map.of(),
                                        null,
                                        false,
                                        null,
                                        null,
                                        null,
                                        null),
                                new Expect(Ending.REFUSED, "allowed_providers", null, null, List.of(), null, null)));
    }

    @Test
    void aDataClassIsNotMoreOpenThanTheCallersOwn() {
        Map<String, String> contents = SamplePolicy.edited(
                "profiles.yml",
                "profiles:",
                "data-classes: { open: {}, internal: {}, closed: { zdr: required } }\nprofiles:");
        contents.computeIfPresent(
                "workspaces/globex.yml",
                (file, text) ->
                        text.replace("{ principals: [globex] }", "{ principals: [globex], data-class: internal }"));
        contents.put(FILE, """
                scenarios:
                  - name: closed
                    given: { caller: app, model: openai/gpt-5.2, data-class: closed }
                    expect: { outcome: refused, reason: "data_policy:zdr" }
                  - name: open
                    given: { caller: app, model: openai/gpt-5.2, data-class: open }
                    expect: { outcome: refused }
                """);
        PolicyFiles files = new PolicyFiles("v1", contents);

        Scenarios read = Scenarios.read(files, PolicyCompiler.compile(files));

        assertThat(read.scenarios())
                .extracting(scenario -> scenario.given().dataClass())
                .containsExactly("closed");
        assertThat(read.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "scenarios/drills.yml:6 scenarios[1].given.data-class = open: more open than internal, the"
                                + " caller's own: a gateway refuses that");
    }

    @Test
    void aProfileIsOneOfTheCallersOwn() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.computeIfPresent(
                "workspaces/globex.yml",
                (file, text) ->
                        text.replace("{ principals: [globex] }", "{ principals: [globex], profiles: [legal] }"));
        contents.put(FILE, """
                scenarios:
                  - name: named
                    given: { caller: app, model: openai/gpt-5.2, profile: legal }
                    expect: { outcome: refused }
                  - name: its own
                    given: { caller: app, model: openai/gpt-5.2, profile: standard }
                    expect: { outcome: refused }
                  - name: of nobody
                    given: { caller: app, model: openai/gpt-5.2, profile: legall }
                    expect: { outcome: refused }
                """);
        PolicyFiles files = new PolicyFiles("v1", contents);

        Scenarios read = Scenarios.read(files, PolicyCompiler.compile(files));

        assertThat(read.scenarios())
                .extracting(scenario -> scenario.given().profile())
                .containsExactly("legal", "standard");
        assertThat(read.problems())
                .extracting(Problem::toString)
                .containsExactly("scenarios/drills.yml:9 scenarios[2].given.profile = legall: none of the caller's"
                        + " profiles: expected standard or legal (did you mean legal?); a gateway refuses that");
    }

    @Test
    void findsNoneWhereThereIsNoSuchFolder() {
        assertThat(Scenarios.read(new PolicyFiles("v1", SamplePolicy.contents()), null))
                .isEqualTo(new Scenarios(List.of(), List.of()));
    }

    @Test
    void aWrongScenarioKeepsNoPolicyFromGoingLive() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.put(FILE, "scenarios: [");
        contents.put("scenarios/more/deep.yaml", "callers: {}");

        PolicySnapshot policy = PolicyCompiler.compile(new PolicyFiles("v1", contents));

        assertThat(policy.workspaces()).containsOnlyKeys("acme", "globex");
    }

    @Test
    void aSecretInAScenarioDoes() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.put(FILE, "scenarios:\n  - name: " + "sk-" + "proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD\n");
        contents.put(
                "scenarios/broken.yml", "scenarios: [\n# " + "sk-" + "proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD");

        assertThat(problemsOf(contents))
                .containsExactly(
                        "scenarios/broken.yml:2: " + CredentialScan.EXPECTATION,
                        "scenarios/drills.yml:2 scenarios[0].name: " + CredentialScan.EXPECTATION);
    }

    @Test
    void noWorkspaceStandsAmongThem() {
        Map<String, String> contents =
                SamplePolicy.edited("policy.yml", "workspaces/globex.yml", "scenarios/globex.yml");
        contents.put("scenarios/globex.yml", SamplePolicy.GLOBEX);
        contents.remove("workspaces/globex.yml");

        assertThat(problemsOf(contents))
                .containsExactly("policy.yml:14 workspaces.globex.file = scenarios/globex.yml:"
                        + " expected a file below the policy's root such as workspaces/acme.yml");
    }

    private static Scenarios read(String text) {
        return Scenarios.read(
                new PolicyFiles("v1", Map.of(FILE, text)),
                PolicyCompiler.compile(new PolicyFiles("v1", SamplePolicy.contents())));
    }
}
