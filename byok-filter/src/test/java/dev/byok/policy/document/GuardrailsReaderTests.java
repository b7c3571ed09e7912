package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Caller;
import dev.byok.policy.Capability;
import dev.byok.policy.Ceiling;
import dev.byok.policy.Ceilings;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.Guardrails;
import dev.byok.policy.NameList;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.SourceLocation;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardrailsReaderTests {

    @Test
    void aCallerHasTheListsOfItsEnvironmentThenItsMembersThenItsOwn() {
        Caller agent = contentAgent(SamplePolicy.ACME
                .replace("prod: {} }", "prod: { models: [\"openai/*\"] } }")
                .replace("content: {}", "content: { ignored-models: [openai/gpt-5.2], providers: [openai, vllm] }")
                .replace("    environment: prod\n", "    environment: prod\n    models: [\"*-mini\"]\n"));

        assertThat(texts(agent.guardrails().models()))
                .containsExactly(
                        "allows [openai/*] workspaces/acme.yml:3",
                        "ignores [openai/gpt-5.2] workspaces/acme.yml:4",
                        "allows [*-mini] workspaces/acme.yml:10");
        assertThat(texts(agent.guardrails().providers()))
                .containsExactly("allows [openai, vllm] workspaces/acme.yml:4");
    }

    @Test
    void aCallerHasWhatItsWorkspaceDemandsBeforeAllElse() {
        Caller agent = contentAgent(SamplePolicy.ACME
                .replace("environments: {", "guardrails: { models: [\"openai/*\"], require: [tools] }\nenvironments: {")
                .replace("prod: {} }", "prod: { max-price: { prompt: 5, completion: 7.5 } } }"));

        assertThat(texts(agent.guardrails().models())).containsExactly("allows [openai/*] workspaces/acme.yml:3");
        assertThat(agent.guardrails().bounds())
                .containsExactly(
                        EndpointBound.requiring(Set.of(Capability.TOOLS), new SourceLocation("workspaces/acme.yml", 3)),
                        EndpointBound.upTo(
                                new MaxPrice(new BigDecimal("5"), new BigDecimal("7.5"), null),
                                new SourceLocation("workspaces/acme.yml", 4)));
    }

    @Test
    void theLowestCeilingOfWorkspaceEnvironmentMemberAndCallerHolds() {
        Caller agent = contentAgent(SamplePolicy.ACME
                .replace("environments: {", "guardrails: { max-price-per-request: 2 }\nenvironments: {")
                .replace("prod: {} }", "prod: { max-tokens: 4000, max-price-per-request: 0.25 } }")
                .replace("content: {}", "content: { max-tokens: 1000 }")
                .replace("    environment: prod\n", "    environment: prod\n    max-tokens: 2000\n"));

        assertThat(agent.guardrails().ceilings())
                .isEqualTo(new Ceilings(
                        new Ceiling<>(1000, new SourceLocation("workspaces/acme.yml", 5)),
                        new Ceiling<>(new BigDecimal("0.25"), new SourceLocation("workspaces/acme.yml", 4))));
    }

    @Test
    void aProfileKeepsItsOwn() {
        Map<String, String> files = new TreeMap<>(SamplePolicy.contents());
        files.put(
                "profiles.yml",
                SamplePolicy.PROFILES.replace("rotation: ordered }", "rotation: ordered, ignored-providers: [groq] }"));

        Caller agent = contentAgent(files);

        assertThat(texts(agent.profile().guardrails().providers())).containsExactly("ignores [groq] profiles.yml:2");
        assertThat(agent.guardrails()).isEqualTo(Guardrails.NONE);
    }

    private static Caller contentAgent(String acme) {
        Map<String, String> files = new TreeMap<>(SamplePolicy.contents());
        files.put("workspaces/acme.yml", acme);
        return contentAgent(files);
    }

    private static Caller contentAgent(Map<String, String> files) {
        PolicySnapshot policy = PolicyCompiler.compile(PolicyFiles.hashed(files));
        return policy.callers()
                .filter(caller -> caller.name().equals("content-agent"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> texts(List<NameList> lists) {
        return lists.stream()
                .map(list -> (list.allows() ? "allows " : "ignores ") + list.globs() + " " + list.location());
    }
}
