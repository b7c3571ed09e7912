package dev.byok.autoconfigure;

import dev.byok.policy.configserver.ConfigServer;
import dev.byok.policy.configserver.ConfigServerPolicySource;
import dev.byok.policy.source.PolicySource;
import dev.byok.policy.source.PolicySources;
import dev.byok.secret.EnvSecretResolver;
import dev.byok.secret.FileSecretResolver;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Opens the source that a host's properties name. */
final class PolicyLocations {

    private static final String EXPECTED_PASSWORD = "byok.policy.config-server.password: expected where it is kept,"
            + " file:/path, file:/path#field or env:BYOK_NAME";

    private PolicyLocations() {}

    /** @throws IllegalArgumentException where the properties name none; the message holds no password */
    static PolicySource open(ByokProperties.Policy policy) {
        String location = String.valueOf(policy.getLocation());
        if (!location.startsWith(ConfigServer.SCHEME)) {
            return PolicySources.of(location);
        }
        ByokProperties.ConfigServer options = policy.getConfigServer();
        ConfigServer server = new ConfigServer(
                ConfigServer.base(location),
                options.getApplication(),
                options.getProfile(),
                options.getLabel(),
                options.getRequestTimeout());
        return new ConfigServerPolicySource(server, authorization(options.getUsername(), options.getPassword()));
    }

    /** The password is read for each request, so that a rotated one is found. */
    private static Supplier<Mono<String>> authorization(String user, @Nullable String password) {
        if (password == null || password.isBlank()) {
            return Mono::empty;
        }
        SecretReference reference = reference(password);
        // The host's own configuration names it, and not a policy: there is no folder to keep it within.
        SecretResolver resolver = reference.scheme().equals("env")
                ? new EnvSecretResolver(System::getenv)
                : new FileSecretResolver(() -> List.of(Path.of("/")));
        return () -> resolver.resolve(reference).map(secret -> secret.basicAuthorization(user));
    }

    private static SecretReference reference(String text) {
        if (text.startsWith("env:BYOK_")) {
            return new SecretReference("env", text.substring("env:".length()), null);
        }
        if (text.startsWith("file:/")) {
            String[] parts = text.substring("file:".length()).split("#", 2);
            return new SecretReference("file", parts[0], parts.length == 1 ? null : parts[1]);
        }
        throw new IllegalArgumentException(EXPECTED_PASSWORD);
    }
}
