package dev.byok.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The gateway of one test class with its policy and providers, who forget between tests what they were told. */
final class Stage implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final Map<String, FakeProvider> providers = new LinkedHashMap<>();
    private final List<String> properties = new ArrayList<>();
    private final PolicyText policy = new PolicyText();
    private Class<?> host = TestGateway.Host.class;
    private @Nullable TestGateway gateway;

    private Stage() {}

    static Stage set() {
        return new Stage();
    }

    Stage provider(String name) {
        return provider(name, "");
    }

    /** Adds a provider that does as it is told, with options such as {@code timeouts} in the policy. */
    Stage provider(String name, String options) {
        FakeProvider provider = new FakeProvider();
        providers.put(name, provider);
        policy.provider(name, provider.baseUrl(), options);
        return this;
    }

    /** Adds a provider that does as it is told, under several names in the policy. */
    Stage provider(String name, String preset, String path, String options, List<String> names) {
        FakeProvider provider = new FakeProvider();
        providers.put(name, provider);
        names.forEach(each -> policy.provider(each, preset, provider.baseUrl(path), options));
        return this;
    }

    /** Adds a provider at whose address nobody listens. */
    Stage closedProvider(String name) {
        policy.provider(name, "http://127.0.0.1:" + closedPort() + "/v1", "");
        return this;
    }

    /** As {@link #closedProvider(String)}, of any kind. */
    Stage closedProvider(String name, String preset, String path, String options) {
        policy.provider(name, preset, "http://127.0.0.1:" + closedPort() + path, options);
        return this;
    }

    Stage policy(Consumer<PolicyText> words) {
        words.accept(policy);
        return this;
    }

    Stage properties(String... more) {
        properties.addAll(List.of(more));
        return this;
    }

    /** Sets the host application to start. */
    Stage host(Class<?> application) {
        this.host = application;
        return this;
    }

    PolicyText policy() {
        return policy;
    }

    FakeProvider upstream(String name) {
        return Objects.requireNonNull(providers.get(name), name);
    }

    TestGateway gateway() {
        return Objects.requireNonNull(gateway, "not started");
    }

    Client client() {
        return client("agent");
    }

    Client client(String caller) {
        return new Client(gateway().baseUrl(), policy.gatewayKey(caller));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        policy.write();
        gateway = TestGateway.start(host, policy.directory(), properties.toArray(String[]::new));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        providers.values().forEach(FakeProvider::startAfresh);
        gateway().health().forget();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (gateway != null) {
            gateway.close();
        }
        providers.values().forEach(FakeProvider::close);
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
