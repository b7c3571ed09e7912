package dev.byok.e2e;

import static dev.byok.e2e.FlippingKeys.KeyState.FAILING;
import static dev.byok.e2e.FlippingKeys.KeyState.HEALTHY;
import static dev.byok.e2e.FlippingKeys.KeyState.RATE_LIMITED;
import static dev.byok.e2e.FlippingKeys.KeyState.REJECTED;
import static dev.byok.e2e.FlippingKeys.KeyState.RESETTING;

import dev.byok.e2e.FlippingKeys.KeyState;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * Two providers with seven flipping keys, a gateway before them, and its clients. A request for {@link #ALWAYS_SERVED} ends
 * at the reserve key of the second provider at the latest, which is always healthy; nothing else of that provider fails in
 * a way that speaks against the provider as a whole. One for {@link #OFTEN_FAILING} has only keys that may fail.
 */
final class ChaosWorld implements AutoCloseable {

    static final String ALWAYS_SERVED = "openai/served";
    static final String OFTEN_FAILING = "openai/failing";
    static final int AT_ONCE = 64;

    private static final KeyState[] ANYTHING = {HEALTHY, HEALTHY, RATE_LIMITED, REJECTED, FAILING, RESETTING};
    // Without resets, each of which costs a request two attempts: the last key must be within a request's eight.
    private static final KeyState[] UNRESET = {HEALTHY, HEALTHY, RATE_LIMITED, REJECTED, FAILING};
    private static final KeyState[] REFUSING = {HEALTHY, HEALTHY, RATE_LIMITED, REJECTED};

    final FlippingKeys keys;
    final UpstreamLog upstream = new UpstreamLog();
    final ChaosProvider alpha;
    final ChaosProvider beta;
    final TestGateway gateway;
    private final ChaosClient client;

    ChaosWorld(long seed) {
        keys = new FlippingKeys(seed)
                .key("sk-alpha-first", ANYTHING)
                .key("sk-alpha-second", ANYTHING)
                .key("sk-alpha-shared", ANYTHING)
                .key("sk-alpha-reserve", UNRESET)
                .key("sk-beta-own", REFUSING)
                .key("sk-beta-shared", REFUSING)
                .key("sk-beta-reserve", HEALTHY);
        alpha = new ChaosProvider("alpha", keys, upstream);
        beta = new ChaosProvider("beta", keys, upstream);
        String gatewayKey = PolicyDirectory.gatewayKey();
        gateway = TestGateway.start(policy(gatewayKey));
        // Keys flip all the time: remembered, most would be out before they are tried.
        gateway.health().switchOff();
        client = new ChaosClient(gateway.baseUrl(), gatewayKey, AT_ONCE);
    }

    List<ChaosAnswer> send(List<ChaosRequest> requests) {
        return Flux.fromIterable(requests)
                .flatMap(client::send, AT_ONCE)
                .collectList()
                .blockOptional(java.time.Duration.ofMinutes(5))
                .orElseThrow();
    }

    private PolicyDirectory policy(String gatewayKey) {
        PolicyDirectory policy = new PolicyDirectory();
        return policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*"]
                    providers: ["*"]
                    shared-capacity: {}
                """)
                .write("providers.yml", """
                providers:
                  alpha: { preset: openai, base-url: "%s", allow-private-network: true, timeouts: { connect: 20s, first-output: 60s } }
                  beta: { preset: openai, base-url: "%s", allow-private-network: true, timeouts: { connect: 20s, first-output: 60s } }
                shared-capacity:
                  alpha: [%s]
                  beta: [%s]
                """.formatted(
                        alpha.baseUrl(), beta.baseUrl(), key(policy, "alpha-shared"), key(policy, "beta-shared")))
                .write("models.yml", """
                models:
                  openai/served: { endpoints: [{ provider: alpha, model: m }, { provider: beta, model: m }] }
                  openai/failing: { endpoints: [{ provider: alpha, model: m }] }
                """)
                .write("workspaces/acme.yml", """
                workspace: acme
                show-key-names: true
                callers:
                  agent: { keys: [{ sha256: "%s" }] }
                keys:
                  alpha: { prioritized: [%s, %s], fallback: [%s] }
                  beta: { prioritized: [%s], fallback: [%s] }
                """.formatted(
                                PolicyDirectory.sha256(gatewayKey),
                                key(policy, "alpha-first"),
                                key(policy, "alpha-second"),
                                key(policy, "alpha-reserve"),
                                key(policy, "beta-own"),
                                key(policy, "beta-reserve")));
    }

    private static String key(PolicyDirectory policy, String name) {
        return "{ name: %s, secret: \"%s\" }".formatted(name, policy.secret(name, "sk-" + name));
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
        alpha.close();
        beta.close();
    }
}
