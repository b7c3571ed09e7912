package dev.byok.e2e;

/**
 * A gateway in front of one fake provider. The workspace has two keys of its own at it, {@code sk-first} and {@code
 * sk-second}, for the models {@link #CHAT}, {@link #TEXT} and {@link #EMBEDDING}; {@link #SHARED} is served by the
 * operator's key {@code sk-shared} alone.
 */
final class AcmeGateway implements AutoCloseable {

    static final String CHAT = "openai/gpt";
    static final String TEXT = "openai/instruct";
    static final String EMBEDDING = "openai/embed";
    static final String SHARED = "openai/shared";

    /** A request that every healthy gateway answers. */
    static final String ORDINARY = "{\"model\":\"openai/gpt\",\"messages\":[]}";

    private final FakeProvider provider;
    private final String key;
    private final TestGateway gateway;

    private AcmeGateway(FakeProvider provider, String key, TestGateway gateway) {
        this.provider = provider;
        this.key = key;
        this.gateway = gateway;
    }

    static AcmeGateway start(String... properties) {
        return start(TestGateway.Host.class, properties);
    }

    /** Starts it as this host application. */
    static AcmeGateway start(Class<?> host, String... properties) {
        FakeProvider provider = new FakeProvider();
        String key = PolicyDirectory.gatewayKey();
        return new AcmeGateway(provider, key, TestGateway.start(host, policy(provider, key), properties));
    }

    private static PolicyDirectory policy(FakeProvider provider, String key) {
        PolicyDirectory policy = new PolicyDirectory();
        policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*"]
                    providers: ["*"]
                    shared-capacity: {}
                """);
        policy.write("providers.yml", """
                providers:
                  alpha: { preset: openai, base-url: "%1$s", allow-private-network: true }
                  beta: { preset: openai, base-url: "%1$s", allow-private-network: true }
                shared-capacity:
                  beta: [{ name: shared, secret: "%2$s" }]
                """.formatted(provider.baseUrl(), policy.secret("shared", "sk-shared")));
        policy.write("models.yml", """
                models:
                  openai/gpt: { endpoints: [{ provider: alpha, model: gpt-upstream }] }
                  openai/instruct: { endpoints: [{ provider: alpha, model: instruct-upstream }] }
                  openai/embed: { endpoints: [{ provider: alpha, model: embed-upstream }] }
                  openai/shared: { endpoints: [{ provider: beta, model: shared-upstream }] }
                """);
        policy.write("workspaces/acme.yml", """
                workspace: acme
                show-key-names: true
                callers:
                  agent: { keys: [{ sha256: "%s" }] }
                keys:
                  alpha:
                    prioritized:
                      - { name: first, secret: "%s" }
                      - { name: second, secret: "%s" }
                """.formatted(
                PolicyDirectory.sha256(key), policy.secret("first", "sk-first"), policy.secret("second", "sk-second")));
        return policy;
    }

    FakeProvider provider() {
        return provider;
    }

    /** Returns the key that the workspace's caller holds. */
    String key() {
        return key;
    }

    int port() {
        return gateway.port();
    }

    String baseUrl() {
        return gateway.baseUrl();
    }

    /** Sets what both of the workspace's keys get; nothing is held against them any more. */
    void answer(FakeProvider.Behaviour behaviour) {
        gateway.health().forget();
        provider.on("sk-first", behaviour).on("sk-second", behaviour);
    }

    @Override
    public void close() {
        gateway.close();
        provider.close();
    }
}
