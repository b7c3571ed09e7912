package dev.byok.command.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.scenario.LargerPolicy;
import dev.byok.command.support.Progress;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is less strict for callers that go by another name, or live elsewhere. */
class StrictnessTests {

    private static final String ACME = "workspaces/acme.yml";
    private static final String GLOBEX = "workspaces/globex.yml";
    private static final String APP =
            "  app: { keys: [{ sha256: \"5c1d7e0000000000000000000000000000000000000000000000000000000006\" }] }";

    private final Map<String, String> before =
            new TreeMap<>(LargerPolicy.files().contents());
    private final Map<String, String> after = new TreeMap<>(before);

    @Test
    void aNewWorkspaceIsComparedWithTheOneItsCallersCameFrom() {
        String other = APP.replace("app", "other").replace("06\"", "07\"");
        edit(GLOBEX, APP, other);
        edit(
                "policy.yml",
                "providers: [openai] }",
                "providers: [openai] }\n  initech: { file: workspaces/initech.yml, providers: [\"*\"], shared-capacity: {},"
                        + " secrets: [\"vault:**\"] }");
        after.put("workspaces/initech.yml", "workspace: initech\ncallers:\n" + APP + "\n");

        assertThat(loosened())
                .contains(
                        "workspace initech (new, for callers of globex) is now granted shared capacity",
                        "workspace initech (new, for callers of globex) is now granted azure, claude",
                        "workspace initech (new, for callers of globex) is now granted the secrets vault:**");
    }

    @Test
    void aNewWorkspaceThatIsGrantedNoMoreLoosensNothing() {
        edit(GLOBEX, APP, APP.replace("app", "other").replace("06\"", "07\""));
        edit(
                "policy.yml",
                "providers: [openai] }",
                "providers: [openai] }\n  initech: { file: workspaces/initech.yml, providers: [openai] }");
        after.put("workspaces/initech.yml", "workspace: initech\ncallers:\n" + APP + "\n");

        assertThat(loosened()).isEmpty();
    }

    @Test
    void anEnvironmentWithAnotherNameIsComparedByItsCallers() {
        after.computeIfPresent(ACME, (file, text) -> text.replace("dev: {}, prod: {}", "dev: {}, blue: {}")
                .replace("environment: prod", "environment: blue")
                .replace("environments: [prod]", "environments: [blue]"));

        assertThat(loosened())
                .contains(
                        "caller acme/content-agent is no longer in production (environment prod → blue)",
                        "caller acme/legal-bot is no longer in production (environment prod → blue)");
    }

    @Test
    void anotherProductionIsAsStrict() {
        after.computeIfPresent(
                ACME, (file, text) -> text.replace("dev: {}, prod: {}", "dev: {}, live: { production: true }")
                        .replace("environment: prod", "environment: live")
                        .replace("environments: [prod]", "environments: [live]"));

        assertThat(loosened()).isEmpty();
    }

    private void edit(String file, String from, String to) {
        assertThat(after.get(file)).contains(from);
        after.computeIfPresent(file, (name, text) -> text.replace(from, to));
    }

    private List<String> loosened() {
        return PolicyDiff.of(
                        PolicyCompiler.compile(PolicyFiles.hashed(before)),
                        PolicyCompiler.compile(PolicyFiles.hashed(after)),
                        Instant.parse("2027-01-01T00:00:00Z"),
                        new Progress(new PrintWriter(new StringWriter()), false))
                .loosened()
                .stream()
                .map(each -> each.who() + " " + each.what())
                .toList();
    }
}
