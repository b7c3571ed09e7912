package dev.byok.policy.document;

import java.util.Map;
import java.util.TreeMap;

/** A good policy that uses everything there is, and small edits of it. */
public final class SamplePolicy {

    public static final String MANIFEST = """
            policy: 1
            defaults: { profile: standard }
            secrets:
              file-roots: [/run/secrets]
              allow-env: true
            workspaces:
              acme:
                file: workspaces/acme.yml
                secrets: ["file:/run/secrets/acme/**", "env:BYOK_ACME_*"]
                providers: ["*"]
                shared-capacity: {}
                principals: ["acme-*"]
              globex:
                file: workspaces/globex.yml
                secrets: ["file:/run/secrets/globex/*"]
                providers: [openai]
                principals: ["globex"]
            """;

    public static final String PROVIDERS = """
            providers:
              openai: {}
              groq: { timeouts: { connect: 500ms, total: 10m } }
              proxy:
                base-url: https://llm.example.com/v1/
                auth: bearer
              vllm: { base-url: "http://10.0.0.7:8000/v1", auth: none, allow-private-network: true }
            shared-capacity:
              openai:
                - { name: shared-openai-1, secret: "file:/run/secrets/byok/openai#key" }
                - { name: shared-openai-2, secret: "env:BYOK_SHARED", enabled: false, expires: 2027-01-01 }
            """;

    public static final String MODELS = """
            models:
              openai/gpt-5.2:
                context: 400000
                endpoints:
                  - { provider: openai, model: gpt-5.2 }
                  - { provider: proxy, model: "the-gpt" }
              openai/gpt-5.2-mini: { endpoints: [{ provider: openai, model: gpt-5.2-mini }] }
              meta/llama-4: { context: 128000, endpoints: [{ provider: vllm, model: llama }, { provider: groq, model: meta/llama-4 }] }
            """;

    public static final String PROFILES = """
            profiles:
              standard: { max-attempts: 6, rotation: ordered }
              legal:
                strict: own-keys
                moderated: next-model
                retry-within: 20s
                timeouts: { first-output: 30s, stall: 15s }
            """;

    public static final String ACME = """
            workspace: acme
            show-key-names: true
            environments: { dev: {}, prod: {} }
            members: { content: {}, legal: {} }
            callers:
              content-agent:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000001" }]
                member: content
                environment: prod
              legal-bot:
                keys:
                  - { sha256: "b07f420000000000000000000000000000000000000000000000000000000002" }
                  - { sha256: "e3a95b0000000000000000000000000000000000000000000000000000000003", expires: 2026-12-31 }
                principals: [acme-legal]
                profile: legal
                strict: own-keys
                enabled: false
            keys:
              openai:
                prioritized:
                  - { name: acme-openai-main, secret: "file:/run/secrets/acme/openai#main", environments: [prod] }
                  - { name: acme-openai-dev, secret: "env:BYOK_ACME_DEV", models: ["openai/*-mini"], shared-capacity: never-for-models, on-failure: return }
                fallback:
                  - { name: acme-openai-reserve, secret: "file:/run/secrets/acme/deep/reserve", api-keys: ["*-agent"], members: [content], expires: 2027-01-01T12:00:00Z }
              vllm:
                prioritized:
                  - { name: acme-vllm, shared-capacity: never }
            """;

    public static final String GLOBEX = """
            workspace: globex
            callers:
              app: { principals: [globex] }
            keys:
              openai: { prioritized: [{ name: globex-openai, secret: "file:/run/secrets/globex/openai" }] }
            """;

    private SamplePolicy() {}

    /** Returns the texts by path, free to be changed. */
    public static Map<String, String> contents() {
        return new TreeMap<>(Map.of(
                "policy.yml", MANIFEST,
                "providers.yml", PROVIDERS,
                "models.yml", MODELS,
                "profiles.yml", PROFILES,
                "workspaces/acme.yml", ACME,
                "workspaces/globex.yml", GLOBEX));
    }

    /** Returns the texts with one place in one file replaced. */
    public static Map<String, String> edited(String file, String from, String to) {
        Map<String, String> contents = contents();
        String text = contents.getOrDefault(file, "");
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " has no " + from);
        }
        int at = text.indexOf(from);
        contents.put(file, text.substring(0, at) + to + text.substring(at + from.length()));
        return contents;
    }
}
