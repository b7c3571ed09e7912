package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.PolicySnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each problem of a scenario: place, value, expectation, and the nearest known name. */
class WrongScenariosTests {

    private static final String FILE = "scenarios/drills.yml";
    private static final PolicySnapshot POLICY = PolicyCompiler.compile(new PolicyFiles("v1", SamplePolicy.contents()));

    @ParameterizedTest(name = "given {0} expect {1}")
    @MethodSource("wrongParts")
    void saysWhatIsWrongWhereAndWhatIsExpected(String given, String expect, String... problems) {
        Scenarios read = read("""
                scenarios:
                  - name: one
                    given: { %s }
                    expect: { %s }
                """.formatted(given, expect));

        assertThat(texts(read)).containsExactly(problems);
        assertThat(read.scenarios()).isEmpty();
    }

    static Stream<Arguments> wrongParts() {
        return Stream.of(
                // given
                given(
                        "caller: contentagent, model: meta/llama-4",
                        ".caller = contentagent: unknown caller (did you mean content-agent?)"),
                given(
                        "caller: globex/content-agent, model: meta/llama-4",
                        ".caller = globex/content-agent: unknown caller"),
                given("caller: [app], model: meta/llama-4", ".caller: expected text"),
                given("model: meta/llama-4", ".caller: required"),
                given("caller: app", ".model: required"),
                given(
                        "caller: app, model: openai/gpt-5",
                        ".model = openai/gpt-5: unknown model (did you mean openai/gpt-5.2?)"),
                given("caller: app, model: openai/*", ".model = openai/*: unknown model"),
                given(
                        "caller: app, model: meta/llama-4, models: [meta/llama-4]",
                        ".models: expected model or models, not both"),
                given(
                        "caller: app, models: []",
                        ".models: an empty list is neither none nor all: name something or leave it out"),
                given(
                        "caller: app, models: [meta/llama-4, meta/llama-4]",
                        ".models[1] = meta/llama-4: already used at scenarios/drills.yml:3"),
                given("caller: app, model: meta/llama-4, data-class: legal", ".data-class = legal: unknown data class"),
                given("caller: app, model: meta/llama-4, key: {}", ".key: unknown field (did you mean keys?)"),
                given("caller: app, model: meta/llama-4, budgets: {}", ".budgets: not supported by this version"),
                given("caller: app, model: meta/llama-4, credits: 0", ".credits = 0: not supported by this version"),
                given(
                        "caller: app, model: meta/llama-4, strict: true",
                        ".strict = true: expected text (put it in quotes)"),
                given(
                        "caller: app, model: meta/llama-4, strict: own-key",
                        ".strict = own-key: expected own-keys (did you mean own-keys?)"),
                given(
                        "caller: app, model: meta/llama-4, at: tomorrow",
                        ".at = tomorrow: expected a date such as 2026-12-31 or an instant such as 2026-12-31T18:00:00Z"),
                given("caller: app, model: meta/llama-4, prompt-tokens: -1", ".prompt-tokens = -1: expected 0 or more"),
                given("caller: app, model: meta/llama-4, max-tokens: many", ".max-tokens = many: expected 0 or more"),
                given(
                        "caller: app, model: meta/llama-4, keys: { acme-openai-main: rate_limited }",
                        ".keys.acme-openai-main: unknown key of globex or shared capacity"),
                given(
                        "caller: content-agent, model: meta/llama-4, keys: { acme-openai-mian: rate_limited }",
                        ".keys.acme-openai-mian: unknown key of acme or shared capacity (did you mean acme-openai-main?)"),
                given(
                        "caller: content-agent, model: meta/llama-4, keys: { acme-openai-main: ratelimited }",
                        ".keys.acme-openai-main = ratelimited: expected credential_rejected or quota_exhausted or rate_limited or permission, maybe with a time such as :30s behind it (did you mean rate_limited?)"),
                given(
                        "caller: content-agent, model: meta/llama-4, keys: { acme-openai-main: rate_limited:1d }",
                        ".keys.acme-openai-main = rate_limited:1d: expected credential_rejected or quota_exhausted or rate_limited or permission, maybe with a time such as :30s behind it (did you mean rate_limited?)"),
                given(
                        "caller: content-agent, model: meta/llama-4, keys: { acme-openai-main: overloaded }",
                        ".keys.acme-openai-main = overloaded: is not remembered of a key: say it of its provider, in providers"),
                given(
                        "caller: content-agent, model: meta/llama-4, providers: { opneai: overloaded }",
                        ".providers.opneai: unknown provider (did you mean openai?)"),
                given(
                        "caller: content-agent, model: meta/llama-4, providers: { openai: rate_limited }",
                        ".providers.openai = rate_limited: expected overloaded or silent"),
                // expect
                expect("", ": expects nothing: say an outcome, attempts, never ..."),
                expect("outcome: server", ".outcome = server: expected served or refused (did you mean served?)"),
                expect("outcomes: served", ".outcomes: unknown field (did you mean outcome?)"),
                expect("budget-after: 3", ".budget-after = 3: not supported by this version"),
                expect("credits-after: 3", ".credits-after = 3: not supported by this version"),
                expect(
                        "outcome: refused, reason: cool",
                        ".reason = cool: expected key_filter:model or key_filter:api_key or key_filter:member or key_filter:environment or allowed_models or allowed_providers or model_fallback or data_policy:training or data_policy:zdr or region or capability or max_price or max_price:request or context_length or max_tokens or strict or not_granted or cooldown or disabled"),
                expect("outcome: refused, reason: budget", ".reason = budget: not supported by this version"),
                expect("reason: strict", ".reason: only a refusal has a reason: expect outcome: refused with it"),
                expect(
                        "outcome: served, reason: strict",
                        ".reason: only a refusal has a reason: expect outcome: refused with it"),
                expect(
                        "outcome: refused, attempts: [acme-vllm]",
                        ".attempts: a refused request has none: leave it out, or expect outcome: served"),
                expect(
                        "outcome: refused, cost-at-most: 1",
                        ".cost-at-most: a refused request has none: leave it out, or expect outcome: served"),
                expect(
                        "attempts: [acme-vllm], starts-with: [acme-vllm]",
                        ".starts-with: expected attempts or starts-with, not both"),
                expect(
                        "attempts: []",
                        ".attempts: an empty list is neither none nor all: name something or leave it out"),
                expect(
                        "starts-with: [acme-vlm]",
                        ".starts-with[0] = acme-vlm: unknown key of acme or shared capacity (did you mean acme-vllm?)"),
                expect(
                        "attempts: [globex-openai]",
                        ".attempts[0] = globex-openai: unknown key of acme or shared capacity"),
                expect(
                        "never: [SHARD]",
                        ".never[0] = SHARD: expected a tier (PRIORITIZED, SHARED, FALLBACK), a key or a provider (did you mean SHARED?)"),
                expect(
                        "never: [shared]",
                        ".never[0] = shared: expected a tier (PRIORITIZED, SHARED, FALLBACK), a key or a provider"),
                expect(
                        "never: [opneai]",
                        ".never[0] = opneai: expected a tier (PRIORITIZED, SHARED, FALLBACK), a key or a provider (did you mean openai?)"),
                expect(
                        "starts-with: [shared-openai-1], never: [SHARED]",
                        ".never[0] = SHARED: contradicts shared-openai-1, which is expected above"),
                expect(
                        "attempts: [acme-vllm], never: [vllm]",
                        ".never[0] = vllm: contradicts acme-vllm, which is expected above"),
                expect(
                        "attempts: [acme-vllm], never: [acme-vllm]",
                        ".never[0] = acme-vllm: contradicts acme-vllm, which is expected above"),
                expect("models: [meta/llama]", ".models[0] = meta/llama: unknown model (did you mean meta/llama-4?)"),
                expect("cost-at-most: cheap", ".cost-at-most = cheap: expected USD such as 1.25, 0 or more"),
                expect("cost-at-most: -1", ".cost-at-most = -1: expected USD such as 1.25, 0 or more"));
    }

    @Test
    void needsTheTokensWhereTheCatalogSaysNoContext() {
        assertThat(texts(read("""
                scenarios:
                  - name: one
                    given: { caller: app, model: openai/gpt-5.2-mini, max-tokens: 10 }
                    expect: { cost-at-most: 0.5 }
                """)))
                .containsExactly("scenarios/drills.yml:4 scenarios[0].expect.cost-at-most = 0.5:"
                        + " the catalog says no context of openai/gpt-5.2-mini: give prompt-tokens and max-tokens");
    }

    @Test
    void saysWhatIsWrongWithTheFileItself() {
        assertThat(texts(read("scenarios: []\n")))
                .containsExactly(FILE + ":1 scenarios: an empty list is neither none nor all:"
                        + " name something or leave it out");
        assertThat(texts(read("scenario: []\n")))
                .containsExactly(
                        FILE + ":1 scenario: unknown field (did you mean scenarios?)", FILE + ":1 scenarios: required");
        assertThat(texts(read("callers: {}\nscenarios: [{ name: 7, when: {} }, x]\n")))
                .containsExactly(
                        FILE + ":1 callers: belongs in workspaces/*.yml",
                        FILE + ":2 scenarios[0].when: unknown field",
                        FILE + ":2 scenarios[0].given: required",
                        FILE + ":2 scenarios[0].expect: required",
                        FILE + ":2 scenarios[0].name = 7: expected text (put it in quotes)",
                        FILE + ":2 scenarios[1]: expected a mapping ({} for an empty one)");
        assertThat(texts(read("scenarios: [\n"))).containsExactly(FILE + ":2: not valid YAML");
    }

    @Test
    void wantsANameOnlyOnceInAllFiles() {
        String text =
                "scenarios: [{ name: a, given: { caller: app, model: meta/llama-4 }, expect: { outcome: served } }]";

        Scenarios read =
                Scenarios.read(new PolicyFiles("v1", Map.of("scenarios/a.yml", text, "scenarios/b.yml", text)), POLICY);

        assertThat(texts(read))
                .containsExactly("scenarios/b.yml:1 scenarios[0].name = a: already used at scenarios/a.yml:1");
        assertThat(read.scenarios()).hasSize(1);
    }

    @Test
    void asksForTheWorkspaceOfACallerWhomTwoHave() {
        PolicySnapshot policy = PolicyCompiler.compile(
                new PolicyFiles("v1", SamplePolicy.edited("workspaces/globex.yml", "app: {", "content-agent: {")));
        String text = """
                scenarios:
                  - { name: a, given: { caller: content-agent, model: meta/llama-4 }, expect: { outcome: served } }
                  - { name: b, given: { caller: globex/content-agent, model: meta/llama-4 }, expect: { outcome: served } }
                """;

        Scenarios read = read(text, policy);

        assertThat(texts(read)).hasSize(1);
        assertThat(texts(read).get(0))
                .startsWith(FILE + ":2 scenarios[0].given.caller = content-agent: a caller of several workspaces: say ")
                .contains("acme/content-agent", "globex/content-agent", " or ");
        assertThat(read.scenarios()).singleElement().satisfies(scenario -> {
            assertThat(scenario.given().qualifiedCaller()).isEqualTo("globex/content-agent");
        });
    }

    @Test
    void takesNamesOnTrustWhereThePolicyItselfIsWrong() {
        Scenarios read = read("""
                scenarios:
                  - name: one
                    given: { caller: anybody, model: any/model, keys: { anyone: permission }, modle: x }
                    expect: { attempts: [a, b], never: [c] }
                """, null);

        assertThat(texts(read))
                .containsExactly(FILE + ":3 scenarios[0].given.modle: unknown field (did you mean model?)");
        assertThat(read.scenarios()).isEmpty();
    }

    private static Arguments given(String given, String problem) {
        return Arguments.of(given, "outcome: served", new String[] {FILE + ":3 scenarios[0].given" + problem});
    }

    private static Arguments expect(String expect, String problem) {
        return Arguments.of("caller: content-agent, model: meta/llama-4", expect, new String[] {
            FILE + ":4 scenarios[0].expect" + problem
        });
    }

    private static Scenarios read(String text) {
        return read(text, POLICY);
    }

    private static Scenarios read(String text, @Nullable PolicySnapshot policy) {
        return Scenarios.read(new PolicyFiles("v1", Map.of(FILE, text)), policy);
    }

    private static List<String> texts(Scenarios read) {
        return read.problems().stream().map(Problem::toString).toList();
    }
}
