package dev.byok.autoconfigure;

import dev.byok.health.Health;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.LastGood;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicyWatcher;
import dev.byok.secret.SecretReference;
import dev.byok.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the policy is held, and what keeps it up to date. */
@Configuration(proxyBeanMethods = false)
class ByokPolicyConfiguration {

    @Bean
    PolicyHolder byokPolicyHolder() {
        return new PolicyHolder();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(prefix = ByokProperties.PREFIX, name = "policy.location")
    PolicyWatcher byokPolicyWatcher(
            ByokProperties properties,
            PolicyHolder holder,
            Secrets secrets,
            Health health,
            ObjectProvider<Clock> clock) {
        ByokProperties.Policy policy = properties.getPolicy();
        PolicyWatcher watcher = new PolicyWatcher(
                PolicyLocations.open(policy),
                holder,
                policy.getPollInterval(),
                PolicyWatcher.DEFAULT_SETTLE_DELAY,
                clock.getIfUnique(Clock::systemUTC));
        String lastGood = policy.getLastGood();
        if (lastGood != null && !lastGood.isBlank()) {
            watcher.keepIn(new LastGood(Path.of(lastGood)));
        }
        watcher.addListener(snapshot -> {
            Set<SecretReference> references = references(snapshot);
            secrets.retainOnly(references);
            secrets.warm(references);
        });
        watcher.addListener(health::retainOnly);
        return watcher;
    }

    /** Secrets are read before the first request needs them. */
    private static Set<SecretReference> references(PolicySnapshot policy) {
        Set<SecretReference> references = new LinkedHashSet<>();
        Stream.concat(
                        policy.sharedKeys().values().stream(),
                        policy.workspaces().values().stream().flatMap(workspace -> workspace.keys().values().stream()))
                .flatMap(keys -> keys.stream())
                .forEach(key -> {
                    if (key.secret() != null) {
                        references.add(key.secret());
                    }
                });
        return references;
    }
}
