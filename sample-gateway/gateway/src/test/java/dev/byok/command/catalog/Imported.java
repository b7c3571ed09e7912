package dev.byok.command.catalog;

import dev.byok.command.ByokCommand;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;

/**
 * What the command made of a list.
 *
 * @param out {@code models.yml}
 * @param err the report
 */
record Imported(int code, String out, String err) {

    /** Every provider that the command can name, as a policy declares it. */
    private static final String PROVIDERS = """
            providers:
              openai: {}
              azure-openai: { base-url: "https://acme.openai.azure.com/openai/v1" }
              azure-eu: { preset: azure-openai, base-url: "https://acme-eu.openai.azure.com/openai/v1" }
              openrouter: {}
              groq: {}
              xai: {}
              mistral: {}
              together: {}
              deepseek: {}
              fireworks: {}
              cohere-compat: {}
              gemini-compat: {}
              ai21: {}
              zai: {}
              anthropic: {}
              bedrock: { aws-region: eu-central-1 }
              bedrock-mantle: { aws-region: us-east-1 }
            """;

    static Imported of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[args.length + 2];
        all[0] = "catalog";
        all[1] = "import";
        System.arraycopy(args, 0, all, 2, args.length);
        int code = ByokCommand.run(new PrintWriter(out), new PrintWriter(err), all);
        return new Imported(code, out.toString(), err.toString());
    }

    /** Compiles it as a gateway does. */
    PolicySnapshot compiled() {
        return PolicyCompiler.compile(PolicyFiles.hashed(Map.of(
                "policy.yml",
                "policy: 1\nworkspaces: { acme: { file: workspaces/acme.yml, providers: [\"*\"] } }\n",
                "providers.yml",
                PROVIDERS,
                "models.yml",
                out,
                "workspaces/acme.yml",
                "workspace: acme\n")));
    }

    /** Returns a model's endpoint at a provider. */
    static Endpoint endpoint(PolicySnapshot policy, String slug, String provider) {
        Model model = Objects.requireNonNull(policy.model(slug), slug);
        return model.endpoints().stream()
                .filter(endpoint -> endpoint.provider().name().equals(provider))
                .findFirst()
                .orElseThrow(() -> new AssertionError(slug + " has no endpoint at " + provider));
    }
}
