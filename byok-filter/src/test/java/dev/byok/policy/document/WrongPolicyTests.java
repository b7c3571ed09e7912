package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.MANIFEST;
import static dev.byok.policy.document.PolicyEdits.MODELS;
import static dev.byok.policy.document.PolicyEdits.PROFILES;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static dev.byok.policy.document.PolicyEdits.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WrongPolicyTests {

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
