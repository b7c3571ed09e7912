package dev.byok.command.scenario;

import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyFiles;
import java.util.Map;

/** A policy with everything that scenarios can be about: strict work, two providers, environments, prices, dates. */
public final class LargerPolicy {

    private static final Map<String, String> CONTENTS = Map.of(
            "policy.yml",
            """
            policy: 1
            secrets: { file-roots: [/run/secrets] }
            workspaces:
              acme:
                file: workspaces/acme.yml
                secrets: ["file:/run/secrets/**"]
                providers: ["*"]
                shared-capacity: {}
              globex: { file: workspaces/globex.yml, providers: [openai] }
            """,
            "providers.yml",
            """
            providers:
              openai: {}
              azure: { base-url: "https://azure.example.com/v1" }
              claude: { base-url: "https://anthropic.example.com/v1" }
            shared-capacity:
              openai: [{ name: shared-openai-1, secret: "file:/run/secrets/shared-openai" }]
              claude: [{ name: shared-anthropic, secret: "file:/run/secrets/shared-anthropic" }]
            """,
            "models.yml",
            """
            models:
              openai/gpt-5.2:
                context: 400000
                endpoints:
                  - { provider: openai, model: gpt-5.2, price: { prompt: 1.25, completion: 10 } }
                  - { provider: azure, model: gpt-5.2, price: { prompt: 1.38, completion: 11 } }
              openai/gpt-5.2-mini: { context: 1000, endpoints: [{ provider: openai, model: gpt-5.2-mini }] }
              anthropic/claude-sonnet-4.5: { endpoints: [{ provider: claude, model: claude-sonnet-4-5 }] }
            """,
            "profiles.yml",
            """
            profiles:
              legal-review: { strict: own-keys }
              hasty: { max-attempts: 1 }
              patient: { queue: 30s }
            """,
            "workspaces/acme.yml",
            """
            workspace: acme
            environments: { dev: {}, prod: {} }
            callers:
              content-agent:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000001" }]
                environment: prod
              legal-bot:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000002", expires: 2027-06-01 }]
                environment: prod
                profile: legal-review
              hasty-bot:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000003" }]
                environment: prod
                profile: hasty
              patient-bot:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000004" }]
                environment: dev
                profile: patient
              retired:
                keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000005" }]
                enabled: false
            keys:
              openai:
                prioritized:
                  - { name: acme-openai-main, secret: "file:/run/secrets/main", environments: [prod] }
                  - { name: acme-openai-second, secret: "file:/run/secrets/second", environments: [prod] }
                  - { name: acme-openai-dev, secret: "file:/run/secrets/dev", environments: [dev], shared-capacity: never }
                fallback:
                  - { name: acme-openai-reserve, secret: "file:/run/secrets/reserve", environments: [prod], expires: 2027-03-01 }
              azure:
                fallback:
                  - { name: acme-azure, secret: "file:/run/secrets/azure", models: [openai/gpt-5.2], environments: [prod] }
              claude:
                prioritized:
                  - { name: client-x-contract, secret: "file:/run/secrets/client-x", api-keys: [legal-bot], shared-capacity: never }
            """,
            "workspaces/globex.yml",
            """
            workspace: globex
            callers:
              app: { keys: [{ sha256: "5c1d7e0000000000000000000000000000000000000000000000000000000006" }] }
            """);

    private LargerPolicy() {}

    /** Returns it. */
    public static PolicyFiles files() {
        return PolicyFiles.hashed(CONTENTS);
    }

    /** Returns it with one place in one file replaced. */
    public static PolicyFiles edited(String file, String from, String to) {
        return SmallPolicy.edited(CONTENTS, file, from, to);
    }
}
