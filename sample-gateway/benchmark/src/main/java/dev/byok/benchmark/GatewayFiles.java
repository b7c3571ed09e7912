package dev.byok.benchmark;

import dev.byok.caller.GatewayKeyFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The route and the policy of a gateway under test: one provider, one caller, a key of its workspace's own, and before that
 * one another key, which the upstream refuses, for one of the two models.
 */
final class GatewayFiles {

    private static final String ROUTE = """
            spring.cloud.gateway.server.webflux.routes:
              - id: llm
                uri: %s
                predicates: ["Path=/v1/**"]
                filters: [%s]
            """;

    /** The host's own filter that joins a body, to be able to send it again. */
    private static final String JOINING = "{name: Retry, args: {retries: 1, methods: POST, statuses: BAD_GATEWAY}}";

    private GatewayFiles() {}

    /** Writes them and returns their directory. */
    static Path write(Path work, Variant variant, String upstream, String callerKey) {
        Path files = work.resolve("config-" + variant.name());
        put(files, "gateway.yml", route(variant, upstream));
        policy(upstream, callerKey).forEach((file, text) -> put(files, "byok/" + file, text));
        return files;
    }

    /** Writes the route of Byok, and a policy of its own, and returns their directory. */
    static Path write(Path files, Map<String, String> policy) {
        put(files, "gateway.yml", route(Variant.BYOK, ""));
        policy.forEach((file, text) -> put(files, "byok/" + file, text));
        return files;
    }

    /** Returns the policy by file. */
    static Map<String, String> policy(String upstream, String callerKey) {
        Map<String, String> policy = new TreeMap<>();
        policy.put("policy.yml", """
                policy: 1
                defaults: { profile: standard }
                secrets: { allow-env: true }
                workspaces:
                  bench:
                    file: workspaces/bench.yml
                    secrets: ["env:%s", "env:%s"]
                    providers: [upstream, messages]
                """.formatted(Keys.PROVIDER, Keys.LIMITED));
        policy.put("profiles.yml", "profiles:\n  standard: { max-attempts: 2 }\n");
        policy.put("providers.yml", """
                providers:
                  upstream:
                    preset: openai
                    base-url: %1$s/v1
                    allow-private-network: true
                  messages:
                    preset: anthropic
                    base-url: %1$s/v1
                    allow-private-network: true
                """.formatted(upstream));
        policy.put("models.yml", """
                models:
                  %s:
                    context: 400000
                    endpoints: [{ provider: upstream, model: %3$s }]
                  %s:
                    context: 400000
                    endpoints: [{ provider: upstream, model: %3$s }]
                  %4$s:
                    context: 400000
                    endpoints: [{ provider: messages, model: %3$s }]
                """.formatted(
                ChatBodies.MODEL, ChatBodies.LIMITED_MODEL, ChatBodies.UPSTREAM_MODEL, ChatBodies.TRANSLATED_MODEL));
        policy.put("workspaces/bench.yml", """
                workspace: bench
                show-key-names: true
                callers:
                  load:
                    keys: [{ sha256: %s }]
                keys:
                  upstream:
                    prioritized:
                      - { name: bench-limited, secret: "env:%s", models: ["%s"] }
                      - { name: bench-upstream, secret: "env:%4$s" }
                  messages:
                    prioritized:
                      - { name: bench-messages, secret: "env:%4$s" }
                """.formatted(
                        HexFormat.of().formatHex(GatewayKeyFormat.sha256(callerKey)),
                        Keys.LIMITED,
                        ChatBodies.LIMITED_MODEL,
                        Keys.PROVIDER));
        return policy;
    }

    private static String route(Variant variant, String upstream) {
        if (variant.rewrites()) {
            return ROUTE.formatted("byok://auto", "Byok");
        }
        return ROUTE.formatted(upstream, variant == Variant.JOIN ? JOINING : "");
    }

    static void put(Path directory, String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
