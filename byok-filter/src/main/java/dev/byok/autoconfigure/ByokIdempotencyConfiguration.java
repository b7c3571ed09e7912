package dev.byok.autoconfigure;

import dev.byok.gateway.Idempotency;
import dev.byok.idempotency.IdempotencyCounts;
import dev.byok.idempotency.IdempotencyLimits;
import dev.byok.idempotency.IdempotencyStore;
import dev.byok.idempotency.InMemoryIdempotencyStore;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What becomes of requests with an {@code Idempotency-Key}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = ByokIdempotencyProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(ByokIdempotencyProperties.class)
class ByokIdempotencyConfiguration {

    @Bean
    IdempotencyCounts byokIdempotencyCounts() {
        return new IdempotencyCounts();
    }

    /** A host may share its nodes' keys by a bean of its own. */
    @Bean
    @ConditionalOnMissingBean(IdempotencyStore.class)
    InMemoryIdempotencyStore byokIdempotencyStore(ByokIdempotencyProperties properties, ObjectProvider<Clock> clock) {
        IdempotencyLimits limits = new IdempotencyLimits(
                properties.getTtl(),
                properties.getMaxBytes(),
                properties.getMaxEntryBytes(),
                properties.getMaxEntries());
        return new InMemoryIdempotencyStore(limits, clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    Idempotency byokIdempotency(IdempotencyStore store, IdempotencyCounts counts) {
        return new Idempotency(store, counts);
    }
}
