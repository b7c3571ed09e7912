package dev.byok.policy.document;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A right policy in which every field of the format stands at least once. */
final class SchemaSpecimen {

    private static final String PROVIDERS = """
            azure:
                preset: azure-openai
                resource: acme-eu
                deployments: [gpt]
                api-version: "2024-10-21"
                dialect: openai-chat
                allow-private-network: false
                region: eu
                data-policy: { zdr: true, trains: false }
                timeouts: { connect: 5s, headers: 1m, first-output: 90s, stall: 30s, output-gap: 2m, total: 10m }
              bedrock: { aws-region: eu-central-1 }
            """;

    private static final String MODELS = """
              priced:
                max-output: 16000
                capabilities: [tools, vision]
                endpoints:
                  - provider: openai
                    model: gpt
                    price: { prompt: 1.25, completion: 10, cached-read: 0.125, cached-write: 1.5, reasoning: 12, request: 0.01 }
                    quantization: fp8
                    capabilities: [tools, structured-output, reasoning]
            """;

    private static final String PROFILES = """
              patient:
                max-wait: 5s
                queue: 30s
                hedge-after: 2s
                delivery: verified
                verified-max-bytes: 1048576
                order: [openai, azure]
                sort: latency
                rotation: weighted
                sticky: conversation
                own-keys-first: false
                model-fallback: [openai/gpt-5.2-mini]
                model-fallback-max-cost: 1.5x
                zdr: required
                training: forbidden
                regions: [eu, us-east-1]
                models: [priced, "openai/*"]
                ignored-models: [openai/gpt-5.2-mini]
                providers: [openai, azure]
                ignored-providers: [azure]
                require: [tools]
                max-price: { prompt: 5, completion: 20.5, request: 0.1 }
                max-tokens: 8000
                max-price-per-request: 0.5
                timeouts: { connect: 5s, headers: 1m, first-output: 90s, stall: 30s, output-gap: 2m, total: 10m }
              unwavering: { model-fallback: none }
            data-classes:
              open: {}
              closed:
                zdr: required
                training: forbidden
                regions: [eu]
                strict: own-keys
                retention: none
                models: [priced, "openai/*"]
                ignored-models: [openai/gpt-5.2-mini]
                providers: [openai, azure]
                ignored-providers: [azure]
                require: [tools]
                max-price: { prompt: 5, completion: 20.5, request: 0.1 }
                max-tokens: 8000
                max-price-per-request: 0.5
            """;

    private static final String LISTS = "models: [priced, \"openai/*\"], ignored-models: [openai/gpt-5.2-mini],"
            + " providers: [openai, azure], ignored-providers: [azure],"
            + " require: [tools], max-tokens: 8000, max-price-per-request: 0.5,"
            + " max-price: { prompt: 5, completion: 20.5, request: 0.1 }";

    private static final String IMAGES = """
            images: { hosts: ["*.example.com:8443"], max-bytes: 1000, timeout: 2s, allow-private-network: true }
            """;

    private static final String SCENARIOS = """
            scenarios:
              - name: served
                given:
                  caller: content-agent
                  model: priced
                  keys: { acme-openai-main: "rate_limited:30s" }
                  providers: { azure: overloaded }
                  at: 2026-12-31
                  prompt-tokens: 1000
                  max-tokens: 100
                expect: { outcome: served, starts-with: [acme-openai-main], never: [azure], models: [priced], cost-at-most: 1.5 }
              - name: refused
                given: { caller: content-agent, models: [priced], strict: own-keys, profile: patient, data-class: closed }
                expect: { outcome: refused, reason: strict }
              - name: in this order
                given: { caller: content-agent, model: priced }
                expect: { attempts: [acme-openai-main] }
            """;

    private SchemaSpecimen() {}

    /** Returns its files as trees, free to be changed. */
    static Map<String, JsonNode> policy() {
        Map<String, JsonNode> trees = new TreeMap<>();
        Map<String, String> texts =
                SamplePolicy.edited(Layout.PROVIDERS, "shared-capacity:", "  " + PROVIDERS + "shared-capacity:");
        texts.computeIfPresent(
                Layout.PROVIDERS,
                (file, text) -> text.replace(
                        "name: shared-openai-1,",
                        "name: shared-openai-1, owner: somebody, review-by: 2027-01-01, weight: 2,"));
        texts.computeIfPresent(PolicyEdits.ACME, (file, text) -> text.replace(
                        "name: acme-vllm,",
                        "name: acme-vllm, owner: somebody, review-by: 2027-01-01, weight: 2, enabled: true, declared-zdr: true,"
                                + " declared-region: eu,")
                .replace("environments: {", "guardrails: { " + LISTS + " }\nenvironments: {")
                .replace("{ dev: {}", "{ dev: { production: false, data-class: open, " + LISTS + " }")
                .replace("content: {}", "content: { data-class: open, " + LISTS + " }")
                .replace(
                        "    environment: prod",
                        "    environment: prod\n    simulate: false\n    profiles: [patient]\n    data-class: open\n    "
                                + LISTS.replace("], ", "]\n    ").replace(", max-", "\n    max-")));
        texts.computeIfPresent(
                Layout.MANIFEST, (file, text) -> text.replace("workspaces:\n", IMAGES + "workspaces:\n"));
        texts.put("scenarios/drills.yml", SCENARIOS);
        texts.forEach((file, text) -> trees.put(file, YamlTree.of(text + more(file))));
        return trees;
    }

    private static String more(String file) {
        return switch (file) {
            case Layout.MODELS -> MODELS;
            case Layout.PROFILES -> PROFILES;
            default -> "";
        };
    }

    /** Returns what the compiler says against a policy; empty where it compiles. */
    static List<Problem> problems(Map<String, JsonNode> policy) {
        Map<String, String> contents = new TreeMap<>();
        // JSON is YAML: quoted text, numbers, true and false are read as what they are.
        policy.forEach((file, tree) -> contents.put(file, tree.toString()));
        PolicyFiles files = new PolicyFiles("v1", contents);
        try {
            return Scenarios.read(files, PolicyCompiler.compile(files)).problems();
        } catch (PolicyRejectedException e) {
            return e.problems();
        }
    }
}
