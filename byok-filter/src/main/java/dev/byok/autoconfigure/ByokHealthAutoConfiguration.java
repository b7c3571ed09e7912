package dev.byok.autoconfigure;

import dev.byok.actuate.PolicyHealthIndicator;
import dev.byok.policy.source.PolicyWatcher;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds {@code byok} to the health of a host that tells it and has said where the policy is. */
@AutoConfiguration(after = ByokAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(PolicyWatcher.class)
public class ByokHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("byok")
    @ConditionalOnMissingBean(name = "byokHealthIndicator")
    PolicyHealthIndicator byokHealthIndicator(PolicyWatcher watcher, ObjectProvider<Clock> clock) {
        return new PolicyHealthIndicator(watcher, clock.getIfUnique(Clock::systemUTC));
    }
}
