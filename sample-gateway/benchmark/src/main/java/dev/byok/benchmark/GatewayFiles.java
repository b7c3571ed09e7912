package dev.byok.benchmark;

import dev.byok.caller.GatewayKeyFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The route and the policy of a gateway under test: one provider, one key of a workspace's own, one caller. */
final class GatewayFiles {

    private static final String ROUTE = """
            spring.cloud.gateway.server.webflux.routes:
              - id: llm
                uri: %s
                predicates: ["Path=/v1/**"]
                filters: [%s]
            """;

    private GatewayFiles() {}

    /** Writes them and returns their directory. */
    static Path write(Path work, Variant variant, int upstreamPort, String callerKey) {
        String upstream = "http://127.0.0.1:" + upstreamPort;
        Path files = work.resolve("config-" + variant.name());
        put(
                files,
                "gateway.yml",
                variant.rewrites() ? ROUTE.formatted("byok://auto", "Byok") : ROUTE.formatted(upstream, ""));
        put(files, "byok/policy.yml", """
                policy: 1
                defaults: { profile: standard }
                secrets: { allow-env: true }
                workspaces:
                  bench:
                    file: workspaces/bench.yml
                    secrets: ["env:%s"]
                    providers: [upstream]
                """.formatted(Upstream.PROVIDER_KEY));
        put(files, "byok/profiles.yml", "profiles:\n  standard: { max-attempts: 1 }\n");
        put(files, "byok/providers.yml", """
                providers:
                  upstream:
                    preset: openai
                    base-url: %s/v1
                    allow-private-network: true
                """.formatted(upstream));
        put(files, "byok/models.yml", """
                models:
                  %s:
                    context: 400000
                    endpoints: [{ provider: upstream, model: %s }]
                """.formatted(ChatBodies.MODEL, ChatBodies.UPSTREAM_MODEL));
        put(files, "byok/workspaces/bench.yml", """
                workspace: bench
                show-key-names: true
                callers:
                  load:
                    keys: [{ sha256: %s }]
                keys:
                  upstream:
                    prioritized:
                      - { name: bench-upstream, secret: "env:%s" }
                """.formatted(
                        HexFormat.of().formatHex(GatewayKeyFormat.sha256(callerKey)), Upstream.PROVIDER_KEY));
        return files;
    }

    private static void put(Path directory, String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
