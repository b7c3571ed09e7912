package dev.byok.autoconfigure;

import dev.byok.actuate.IdempotencyMeters;
import dev.byok.actuate.PolicyMeters;
import dev.byok.idempotency.IdempotencyCounts;
import dev.byok.idempotency.InMemoryIdempotencyStore;
import dev.byok.policy.source.PolicyWatcher;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Adds the meters {@code byok.*} to a host that has Micrometer. */
@AutoConfiguration(after = ByokAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
public class ByokMetricsAutoConfiguration {

    @Bean
    @ConditionalOnBean(PolicyWatcher.class)
    PolicyMeters byokPolicyMeters(PolicyWatcher watcher, ObjectProvider<Clock> clock) {
        return new PolicyMeters(watcher, clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    @ConditionalOnBean(IdempotencyCounts.class)
    IdempotencyMeters byokIdempotencyMeters(
            IdempotencyCounts counts, ObjectProvider<InMemoryIdempotencyStore> inMemory) {
        return new IdempotencyMeters(counts, inMemory.getIfAvailable());
    }
}
