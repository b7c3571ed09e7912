package dev.byok.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.scenario.LargerPolicy;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which models a provider has to give access to. */
class KeyInUseTests {

    private final Map<String, String> files = new TreeMap<>(LargerPolicy.files().contents());

    @Test
    void aKeyIsToHaveAllModelsThatSomebodyIsServedByIt() {
        assertThat(models("acme-openai-main")).containsExactlyInAnyOrder("gpt-5.2", "gpt-5.2-mini");
        assertThat(models("shared-openai-1")).containsExactlyInAnyOrder("gpt-5.2", "gpt-5.2-mini");
    }

    @Test
    void whatTheListsOfAllItsCallersForbidIsNotMissed() {
        edit("workspaces/acme.yml", "prod: {}", "prod: { models: [\"*-mini\"] }");

        assertThat(models("acme-openai-main")).containsExactly("gpt-5.2-mini");
        assertThat(models("shared-openai-1")).containsExactlyInAnyOrder("gpt-5.2", "gpt-5.2-mini");
    }

    @Test
    void whatAllItsCallersFindTooDearIsNotMissed() {
        edit("models.yml", "model: gpt-5.2-mini }", "model: gpt-5.2-mini, price: { prompt: 0.25 } }");
        edit("workspaces/acme.yml", "prod: {}", "prod: { max-price: { prompt: 1 } }");

        assertThat(models("acme-openai-main")).containsExactly("gpt-5.2-mini");
    }

    @Test
    void aProfileThatARequestMayNameCounts() {
        edit("profiles.yml", "profiles:\n", "profiles:\n  small: { models: [\"*-mini\"] }\n");
        for (String profile : List.of("profile: legal-review", "profile: hasty")) {
            edit("workspaces/acme.yml", profile, "profile: small");
        }
        edit(
                "workspaces/acme.yml",
                "0001\" }]\n    environment: prod",
                "0001\" }]\n    environment: prod\n    profile: small");

        assertThat(models("acme-openai-main")).containsExactly("gpt-5.2-mini");

        edit("workspaces/acme.yml", "0001\" }]\n", "0001\" }]\n    profiles: [hasty]\n");

        assertThat(models("acme-openai-main")).containsExactlyInAnyOrder("gpt-5.2", "gpt-5.2-mini");
    }

    @Test
    void aKeyThatNobodyUsesYetIsToHaveAllItCovers() {
        edit(
                "workspaces/acme.yml",
                "environments: { dev: {}, prod: {} }",
                "environments: { dev: {}, prod: {}, new: {} }");
        edit("workspaces/acme.yml", "environments: [dev], shared-capacity", "environments: [new], shared-capacity");

        assertThat(models("acme-openai-dev")).containsExactlyInAnyOrder("gpt-5.2", "gpt-5.2-mini");
    }

    private void edit(String file, String from, String to) {
        assertThat(files.get(file)).contains(from);
        files.computeIfPresent(file, (name, text) -> text.replace(from, to));
    }

    private List<String> models(String key) {
        return KeyInUse.of(PolicyCompiler.compile(PolicyFiles.hashed(files)), List.of(key))
                .get(0)
                .models();
    }
}
