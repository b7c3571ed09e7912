package dev.byok.autoconfigure;

import dev.byok.actuate.ByokEndpoint;
import dev.byok.health.Health;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicyWatcher;
import dev.byok.revocation.Revocations;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Adds the endpoint {@code byok} to the actuator of a host that has one and exposes it. */
@AutoConfiguration(after = ByokAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(PolicyHolder.class)
public class ByokEndpointAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint(ByokEndpoint.class)
    ByokEndpoint byokEndpoint(
            PolicyHolder policies,
            ObjectProvider<PolicyWatcher> watcher,
            Health health,
            Revocations revocations,
            ObjectProvider<Clock> clock) {
        return new ByokEndpoint(
                policies, watcher.getIfAvailable(), health, revocations, clock.getIfUnique(Clock::systemUTC));
    }
}
