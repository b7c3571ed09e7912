package dev.byok.autoconfigure;

import dev.byok.caller.CallerResolver;
import dev.byok.caller.Callers;
import dev.byok.caller.GatewayKeyCallerResolver;
import dev.byok.caller.PrincipalCallerResolver;
import dev.byok.gateway.BodyLimits;
import dev.byok.gateway.ByokDataClassGatewayFilterFactory;
import dev.byok.gateway.ByokGateway;
import dev.byok.gateway.ByokGatewayFilterFactory;
import dev.byok.gateway.ByokModelsGatewayFilterFactory;
import dev.byok.gateway.ByokProfileGatewayFilterFactory;
import dev.byok.gateway.ByokProvidersGatewayFilterFactory;
import dev.byok.gateway.ByokRoutingGlobalFilter;
import dev.byok.gateway.ByokStrictGatewayFilterFactory;
import dev.byok.gateway.Idempotency;
import dev.byok.gateway.RouteGuard;
import dev.byok.gateway.StrictArguments;
import dev.byok.health.Health;
import dev.byok.health.InMemoryHealth;
import dev.byok.image.ImageFetcher;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.revocation.Revocations;
import dev.byok.secret.Secrets;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.conditional.ConditionalOnEnabledFilter;
import org.springframework.cloud.gateway.config.conditional.ConditionalOnEnabledGlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.DispatcherHandler;

/** Adds the filter {@code Byok} to a Spring Cloud Gateway; routes without it stay as they are. */
@AutoConfiguration(before = GatewayAutoConfiguration.class)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnProperty(name = "spring.cloud.gateway.server.webflux.enabled", matchIfMissing = true)
@ConditionalOnProperty(prefix = ByokProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(ByokProperties.class)
@Import({
    ByokPolicyConfiguration.class,
    ByokSecretsConfiguration.class,
    ByokIdempotencyConfiguration.class,
    ByokImagesConfiguration.class,
    HeadersFiltersRegistrar.class
})
public class ByokAutoConfiguration {

    @Bean
    GatewayKeyCallerResolver byokGatewayKeyCallerResolver(ObjectProvider<Clock> clock) {
        return new GatewayKeyCallerResolver(clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    PrincipalCallerResolver byokPrincipalCallerResolver() {
        return new PrincipalCallerResolver();
    }

    /** A host that wants other resolvers than all there are brings its own. */
    @Bean
    @ConditionalOnMissingBean
    Callers byokCallers(PolicyHolder policies, ObjectProvider<CallerResolver> resolvers, Revocations revocations) {
        return new Callers(policies::current, resolvers.orderedStream().toList(), revocations);
    }

    /** A host may share its nodes' revocations by a bean of its own. */
    @Bean
    @ConditionalOnMissingBean
    Revocations byokRevocations() {
        return new InMemoryRevocations();
    }

    /** A host may share its nodes' health by a bean of its own. */
    @Bean
    @ConditionalOnMissingBean(Health.class)
    Health byokHealth() {
        return new InMemoryHealth();
    }

    @Bean
    ByokGateway byokGateway(
            Callers callers,
            Secrets secrets,
            Health health,
            Revocations revocations,
            ByokProperties properties,
            HttpClientProperties client,
            ObjectProvider<Clock> clock,
            ObjectProvider<Idempotency> idempotency,
            ImageFetcher images) {
        return new ByokGateway(
                callers,
                secrets,
                health,
                revocations,
                new BodyLimits(properties.getMaxBody(), properties.getMaxBufferedBytes(), properties.getBodyTimeout()),
                clock.getIfUnique(Clock::systemUTC),
                idempotency.getIfAvailable(),
                images,
                client.getConnectTimeout());
    }

    @Bean
    @ConditionalOnEnabledFilter
    ByokGatewayFilterFactory byokGatewayFilterFactory(ByokGateway gateway) {
        return gateway.filterFactory();
    }

    @Bean
    @ConditionalOnEnabledFilter
    ByokStrictGatewayFilterFactory byokStrictGatewayFilterFactory() {
        return new ByokStrictGatewayFilterFactory();
    }

    @Bean
    @ConditionalOnEnabledFilter
    ByokProfileGatewayFilterFactory byokProfileGatewayFilterFactory() {
        return new ByokProfileGatewayFilterFactory();
    }

    @Bean
    @ConditionalOnEnabledFilter
    ByokDataClassGatewayFilterFactory byokDataClassGatewayFilterFactory() {
        return new ByokDataClassGatewayFilterFactory();
    }

    @Bean
    @ConditionalOnEnabledFilter
    ByokModelsGatewayFilterFactory byokModelsGatewayFilterFactory() {
        return new ByokModelsGatewayFilterFactory();
    }

    @Bean
    @ConditionalOnEnabledFilter
    ByokProvidersGatewayFilterFactory byokProvidersGatewayFilterFactory() {
        return new ByokProvidersGatewayFilterFactory();
    }

    @Bean
    @ConditionalOnEnabledGlobalFilter
    ByokRoutingGlobalFilter byokRoutingGlobalFilter(ByokGateway gateway) {
        return gateway.routingFilter();
    }

    @Bean
    RouteGuard byokRouteGuard(
            RouteDefinitionLocator definitions,
            GatewayProperties properties,
            ObjectProvider<StrictArguments> factories) {
        return new RouteGuard(definitions, properties, factories.stream().toList());
    }

    @Bean
    StartUpChecks byokStartUpChecks(
            HttpClientProperties client,
            ObjectProvider<List<HttpHeadersFilter>> headersFilters,
            ObjectProvider<ByokGatewayFilterFactory> filter,
            ObjectProvider<ByokRoutingGlobalFilter> routing) {
        return new StartUpChecks(client, headersFilters, filter, routing);
    }

    @Bean
    RouteTimeoutCheck byokRouteTimeoutCheck() {
        return new RouteTimeoutCheck();
    }
}
