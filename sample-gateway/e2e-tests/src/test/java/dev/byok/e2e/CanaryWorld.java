package dev.byok.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A gateway with a secret in every place that one can enter by, and its providers. Everything in it logs what it can. */
final class CanaryWorld implements AutoCloseable {

    static final String ENV = "BYOK_CANARY_KEY";

    private final List<Canary> planted = new ArrayList<>();

    // What the policy refers to.
    final Canary first = plant(Canary.of("first own key", "sk-proj-"));
    final Canary second = plant(Canary.of("second own key, of no known form"));
    final Canary fallback = plant(Canary.of("fallback key"));
    final Canary shared = plant(Canary.of("shared key", "sk-"));
    final Canary strict = plant(Canary.of("strict key"));
    final Canary azure = plant(Canary.of("key in the header api-key"));
    final Canary field = plant(Canary.of("key in a field of a file"));
    final Canary old = plant(Canary.of("key before its rotation"));
    final Canary rotated = plant(Canary.of("key after its rotation"));
    final Canary slow = plant(Canary.of("key of the slow provider"));
    final Canary down = plant(Canary.of("key of the provider that is down"));
    final Canary env = plant(new Canary("key in the environment", Objects.requireNonNull(System.getenv(ENV), ENV)));
    final Canary route = plant(Canary.of("credential of the host's own route"));

    // What callers send.
    final Canary agent = plantGatewayKey("gateway key");
    final Canary small = plantGatewayKey("gateway key of a caller of little patience");
    final Canary revoked = plantGatewayKey("gateway key of a revoked caller");
    final Canary expired = plantGatewayKey("gateway key that has expired");
    final Canary unknown = plantGatewayKey("gateway key that nobody knows");
    final Canary malformed = plant(Canary.of("gateway key with a typo", "byok_"));
    final Canary cookie = plant(Canary.of("caller's cookie"));
    final Canary forwarded = plant(Canary.of("caller's forwarding header"));
    final Canary query = plant(Canary.of("caller's query"));
    final Canary header = plant(Canary.of("caller's header of another kind"));
    final Canary misplaced = plant(Canary.of("what a caller wrote where something else belongs"));

    // What an author of a policy writes by mistake.
    final Canary raw = plant(Canary.of("raw key in a policy", "sk-proj-"));

    final FakeProvider alpha = new FakeProvider();
    final FakeProvider azureSide = new FakeProvider();
    final FakeProvider slowSide = new FakeProvider();
    final PolicyDirectory policy = new PolicyDirectory();
    final TracedLog log;
    final TestGateway gateway;
    final Path lastGood;

    CanaryWorld() {
        write();
        lastGood = policy.root().resolveSibling("last-good.json");
        // Else the start of the application would set up logging anew, and its own lines were lost.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        log = new TracedLog();
        try {
            gateway = TestGateway.start(
                    CanaryHost.class,
                    policy,
                    "byok.policy.last-good=" + lastGood,
                    "management.endpoints.web.exposure.include=*",
                    "management.endpoint.health.show-details=always",
                    "management.endpoint.gateway.access=read-only",
                    "management.endpoint.byok.access=unrestricted",
                    "management.endpoint.configprops.show-values=always",
                    "management.httpexchanges.recording.include=request-headers,response-headers,time-taken,remote-address",
                    "spring.cloud.gateway.server.webflux.metrics.enabled=true",
                    "spring.cloud.gateway.server.webflux.routes[1].id=observed",
                    "spring.cloud.gateway.server.webflux.routes[1].uri=" + alpha.baseUrl(""),
                    "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/observed/**",
                    "spring.cloud.gateway.server.webflux.routes[1].filters[0]=StripPrefix=1",
                    "spring.cloud.gateway.server.webflux.routes[1].filters[1]=RemoveRequestHeader=x-api-key",
                    "spring.cloud.gateway.server.webflux.routes[1].filters[2]=SetRequestHeader=Authorization, Bearer "
                            + route.value(),
                    "spring.cloud.gateway.server.webflux.routes[1].filters[3]=Byok=observe");
        } finally {
            System.clearProperty("org.springframework.boot.logging.LoggingSystem");
        }
    }

    private Canary plant(Canary canary) {
        planted.add(canary);
        return canary;
    }

    private Canary plantGatewayKey(String what) {
        Canary key = plant(new Canary(what, PolicyDirectory.gatewayKey()));
        planted.add(new Canary("hash of the " + what, PolicyDirectory.sha256(key.value())));
        return key;
    }

    /** Returns everything that must not come out. */
    List<Canary> planted() {
        return planted;
    }

    /** Returns what callers send, none of which must reach a provider. */
    List<Canary> ofCallers() {
        return List.of(agent, small, revoked, expired, unknown, malformed, cookie, forwarded, query, header, misplaced);
    }

    private void write() {
        policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"], allow-env: true }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*", "env:BYOK_CANARY_*"]
                    providers: ["*"]
                    shared-capacity: {}
                """);
        policy.write("profiles.yml", "profiles:\n  small: { verified-max-bytes: 200 }\n  once: { max-attempts: 1 }\n");
        policy.write("providers.yml", """
                providers:
                  alpha: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  strict: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  fields: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  environment: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  rotating: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  operators: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  azure: { preset: azure-openai, base-url: "%2$s", allow-private-network: true }
                  slow: { preset: openai, base-url: "%3$s", allow-private-network: true,
                          timeouts: { headers: 300ms, first-output: 300ms, stall: 400ms } }
                  down: { preset: openai, base-url: "http://127.0.0.1:%4$d/v1", allow-private-network: true }
                shared-capacity:
                  operators: [{ name: operators-shared, secret: "%5$s" }]
                """.formatted(
                        alpha.baseUrl(),
                        azureSide.baseUrl("/openai/v1"),
                        slowSide.baseUrl(),
                        JavaProcess.freePort(),
                        policy.secret("shared", shared.value())));
        policy.write("models.yml", models(""));
        policy.write("workspaces/acme.yml", """
                workspace: acme
                show-key-names: true
                members: { legal: {} }
                callers:
                  agent: { keys: [{ sha256: "%1$s" }] }
                  revoked: { keys: [{ sha256: "%2$s" }] }
                  small: { keys: [{ sha256: "%13$s" }], profile: small }
                  expired: { keys: [{ sha256: "%3$s", expires: 2020-01-01 }] }
                keys:
                  alpha:
                    prioritized:
                      - { name: own-first, secret: "%4$s" }
                      - { name: own-second, secret: "%5$s" }
                    fallback:
                      - { name: own-reserve, secret: "%6$s" }
                  strict:
                    prioritized: [{ name: own-strict, secret: "%7$s", shared-capacity: never, on-failure: return }]
                  fields:
                    prioritized:
                      - { name: own-field, secret: "%8$s#key" }
                      - { name: own-missing-field, secret: "%8$s#nothing", enabled: true }
                  environment:
                    prioritized: [{ name: own-env, secret: "env:BYOK_CANARY_KEY" }]
                  rotating:
                    prioritized: [{ name: own-rotating, secret: "%9$s" }]
                  azure:
                    prioritized: [{ name: own-azure, secret: "%10$s" }]
                  slow:
                    prioritized: [{ name: own-slow, secret: "%11$s" }]
                  down:
                    prioritized: [{ name: own-down, secret: "%12$s" }]
                """.formatted(
                        PolicyDirectory.sha256(agent.value()),
                        PolicyDirectory.sha256(revoked.value()),
                        PolicyDirectory.sha256(expired.value()),
                        policy.secret("first", first.value()),
                        policy.secret("second", second.value() + "\n"),
                        policy.secret("fallback", fallback.value()),
                        policy.secret("strict", strict.value()),
                        policy.secret("field", "{\"key\": \"" + field.value() + "\", \"other\": 1}"),
                        policy.secret("rotating", old.value()),
                        policy.secret("azure", azure.value()),
                        policy.secret("slow", slow.value()),
                        policy.secret("down", down.value()),
                        PolicyDirectory.sha256(small.value())));
    }

    /** Returns models.yml with one more line. */
    static String models(String more) {
        return """
                models:
                  own/gpt: { endpoints: [{ provider: alpha, model: gpt-upstream }] }
                  strict/gpt: { endpoints: [{ provider: strict, model: gpt-upstream }] }
                  fields/gpt: { endpoints: [{ provider: fields, model: gpt-upstream }] }
                  environment/gpt: { endpoints: [{ provider: environment, model: gpt-upstream }] }
                  rotating/gpt: { endpoints: [{ provider: rotating, model: gpt-upstream }] }
                  shared/gpt: { endpoints: [{ provider: operators, model: gpt-upstream }] }
                  azure/gpt: { endpoints: [{ provider: azure, model: gpt-upstream }] }
                  slow/gpt: { endpoints: [{ provider: slow, model: gpt-upstream }] }
                  down/gpt: { endpoints: [{ provider: down, model: gpt-upstream }] }
                """ + more;
    }

    /** Returns a request to a path of the gateway, with a secret of the caller's in everything but its body. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path + "?api_key=" + query.value()))
                .timeout(Duration.ofSeconds(30))
                .header("cookie", "session=" + cookie.value())
                .header("x-forwarded-for", "203.0.113.7, " + forwarded.value())
                .header("forwarded", "for=203.0.113.7;by=" + forwarded.value())
                .header("x-real-ip", forwarded.value())
                .header("x-custom-token", header.value())
                .header("proxy-authorization", "Basic " + header.value());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    /** Returns what is kept on disk beside the policy. */
    String disk() {
        try {
            return Files.readString(lastGood);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        log.close();
        log.events().clear();
        List.of(alpha, azureSide, slowSide).forEach(FakeProvider::close);
    }
}
