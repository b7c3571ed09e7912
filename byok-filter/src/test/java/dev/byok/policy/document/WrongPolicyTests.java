package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.GLOBEX;
import static dev.byok.policy.document.PolicyEdits.MANIFEST;
import static dev.byok.policy.document.PolicyEdits.MODELS;
import static dev.byok.policy.document.PolicyEdits.PROFILES;
import static dev.byok.policy.document.PolicyEdits.PROVIDERS;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.rejection;
import static dev.byok.policy.document.PolicyEdits.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongPolicyTests {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("shapes")
    void saysWhereItIsWrongAndWhatIsExpected(String file, String from, String to, String[] expected) {
        assertThat(problemsOf(SamplePolicy.edited(file, from, to))).containsExactly(expected);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                wrong(
                        GLOBEX,
                        "workspace: globex\n",
                        "workspace: globex\nworkspace: globex\n",
                        "workspaces/globex.yml:2 workspace: duplicate key"),
                wrong(GLOBEX, "callers:\n", "callers: [\n", "workspaces/globex.yml:4: not valid YAML"),
                wrong(
                        GLOBEX,
                        "app: {",
                        "app: x: {",
                        "workspaces/globex.yml:3: not valid YAML (mapping values are not allowed here)"),
                wrong(
                        GLOBEX,
                        "{ principals: [globex] }",
                        "{ principals: &all [globex] }\n  other: { principals: *all }",
                        "workspaces/globex.yml:4: aliases are not supported: write it out"),
                wrong(
                        GLOBEX,
                        "app: {",
                        "app: { <<: { enabled: true },",
                        "workspaces/globex.yml:3 callers.app.<<: merge keys are not supported"),
                wrong(GLOBEX, "callers:\n", "---\ncallers:\n", "workspaces/globex.yml:2: expected one document"),
                wrong(
                        GLOBEX,
                        "[globex]",
                        "[globex, [" + "[".repeat(20) + "]".repeat(20) + "]]",
                        "workspaces/globex.yml:3: nested deeper than 20"),
                wrong(
                        GLOBEX,
                        "app: {",
                        "7: {",
                        "workspaces/globex.yml:3 callers.7: expected a name as key (put it in quotes)"),
                wrong(
                        GLOBEX,
                        "app: {",
                        "[a, b]: {}\n  app: {",
                        "workspaces/globex.yml:3 callers: expected a name as key"),
                wrong(
                        GLOBEX,
                        "app: {",
                        "a b: {",
                        "workspaces/globex.yml:3 callers.a b: expected a name of letters, digits and . _ @ + - (at most 100)"),
                wrong(GLOBEX, "[globex]", "!!java.net.URL [globex]", "workspaces/globex.yml:3: not valid YAML"),
                wrong(
                        GLOBEX,
                        "[globex]",
                        "!x [globex]",
                        "workspaces/globex.yml:3 callers.app.principals: expected a list"));
    }

    @Test
    void reportsEveryProblemOfEveryFileAtOnce() {
        Map<String, String> contents = SamplePolicy.edited(MANIFEST, "policy: 1", "policy: 3");
        contents.put(MODELS, SamplePolicy.MODELS.replace("context: 400000", "context: -5"));
        contents.put(PROFILES, SamplePolicy.PROFILES.replace("max-attempts: 6", "max-attempts: 7000"));
        contents.put(GLOBEX, "workspace: globex\nkeys: [\n");

        assertThat(problemsOf(contents))
                .containsExactly(
                        "policy.yml:1 policy = 3: expected 1 to 1",
                        "models.yml:3 models.openai/gpt-5.2.context = -5: expected 1 or more",
                        "profiles.yml:2 profiles.standard.max-attempts = 7000: expected 1 to 100",
                        "workspaces/globex.yml:3: not valid YAML");
    }

    @Test
    void reportsAWrongDeclarationOnceAndNotEachMention() {
        assertThat(problemsOf(SamplePolicy.edited(PROVIDERS, "  openai: {}", "  openai: { auth: basic, base-url: x }")))
                .containsExactly(
                        "providers.yml:2 providers.openai.auth = basic: expected bearer or api-key or none",
                        "providers.yml:2 providers.openai.base-url: expected an https URL");
    }

    @Test
    void takesMentionsOnTrustWhereTheirFileCannotBeRead() {
        assertThat(problemsOf(SamplePolicy.edited(PROVIDERS, "providers:", "providers: ]")))
                .containsExactly("providers.yml:1: not valid YAML");
    }

    @Test
    void namesFilesThatAreMissingOrTooMany() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.remove(MODELS);
        contents.put("notes.yml", "a: 1");
        contents.put("scenario.yml", "scenarios: []");
        contents.put("workspaces/initech.yml", "workspace: initech");

        assertThat(problemsOf(contents))
                .containsExactly(
                        "models.yml: missing",
                        "notes.yml: unknown file",
                        "scenario.yml: unknown file",
                        "workspaces/initech.yml: not named in policy.yml");
    }

    @Test
    void namesAllFilesThatAPolicyNeeds() {
        assertThat(problemsOf(Map.of()))
                .containsExactly("policy.yml: missing", "providers.yml: missing", "models.yml: missing");
    }

    @Test
    void refusesAFileOfUnreasonableLength() {
        Map<String, String> contents = SamplePolicy.contents();
        contents.put(PROFILES, "#" + " ".repeat(YamlDocument.MAX_LENGTH));

        assertThat(problemsOf(contents)).containsExactly("profiles.yml: longer than 1048576 characters");
    }

    @Test
    void messageOfTheExceptionListsTheProblems() {
        assertThat(rejection(SamplePolicy.edited(MANIFEST, "policy: 1", "policy: 3")))
                .hasMessage("policy v1 refused\n  policy.yml:1 policy = 3: expected 1 to 1");
    }
}
