package dev.byok.autoconfigure;

import dev.byok.policy.configserver.ConfigServer;
import dev.byok.policy.configserver.ConfigServerPolicySource;
import dev.byok.policy.source.PolicySource;
import dev.byok.policy.source.PolicySources;
import dev.byok.secret.HostSecret;
import dev.byok.secret.Secret;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Opens the source that a host's properties name. */
final class PolicyLocations {

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
        Mono<Secret> secret =
                HostSecret.of("byok.policy.config-server.password", password).subscribeOn(Schedulers.boundedElastic());
        return () -> secret.map(value -> value.basicAuthorization(user));
    }
}
