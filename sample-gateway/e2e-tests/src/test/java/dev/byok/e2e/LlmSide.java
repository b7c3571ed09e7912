package dev.byok.e2e;

import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerResponse;

/** The LLM side of a host: one provider with two keys, and callers known by gateway key or by the host's principal. */
final class LlmSide implements AutoCloseable {

    static final String BODY = "{\"model\":\"openai/gpt\",\"messages\":[]}";

    private final FakeProvider provider = new FakeProvider();
    private final PolicyDirectory policy = new PolicyDirectory();
    private final String gatewayKey = PolicyDirectory.gatewayKey();

    LlmSide() {
        provider.on("sk-first", Answers.failing()).on("sk-second", LlmSide::answerWithCorsOfItsOwn);
        write(policy, provider.baseUrl(), gatewayKey);
    }

    /** Returns a policy whose provider nobody will ask. */
    static PolicyDirectory create() {
        PolicyDirectory policy = new PolicyDirectory();
        write(policy, "http://127.0.0.1:9/v1", PolicyDirectory.gatewayKey());
        return policy;
    }

    FakeProvider provider() {
        return provider;
    }

    String location() {
        return "--byok.policy.location=" + policy.location();
    }

    /** Returns the header that a caller with a gateway key sends. */
    String authorization() {
        return "Authorization: Bearer " + gatewayKey;
    }

    private static Publisher<Void> answerWithCorsOfItsOwn(FakeProvider.Call call, HttpServerResponse response) {
        Map.of(
                        "access-control-allow-origin", "*",
                        "access-control-allow-credentials", "true",
                        "access-control-expose-headers", "x-request-id")
                .forEach(response::header);
        return Answers.ok("hello").answer(call, response);
    }

    private static void write(PolicyDirectory policy, String baseUrl, String gatewayKey) {
        policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*"]
                    providers: ["*"]
                    principals: ["service-*"]
                """);
        policy.write("providers.yml", """
                providers:
                  alpha: { preset: openai, base-url: "%s", allow-private-network: true }
                """.formatted(baseUrl));
        policy.write("models.yml", """
                models:
                  openai/gpt: { endpoints: [{ provider: alpha, model: gpt-upstream }] }
                """);
        policy.write("workspaces/acme.yml", """
                workspace: acme
                show-key-names: true
                callers:
                  agent: { keys: [{ sha256: "%s" }] }
                  service: { principals: [service-a] }
                keys:
                  alpha:
                    prioritized:
                      - { name: first, secret: "%s", api-keys: [agent] }
                      - { name: second, secret: "%s" }
                """.formatted(
                        PolicyDirectory.sha256(gatewayKey),
                        policy.secret("first", "sk-first"),
                        policy.secret("second", "sk-second")));
    }

    @Override
    public void close() {
        provider.close();
    }
}
