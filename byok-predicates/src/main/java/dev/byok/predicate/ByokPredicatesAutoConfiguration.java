package dev.byok.predicate;

import dev.byok.autoconfigure.ByokAutoConfiguration;
import dev.byok.caller.Callers;
import dev.byok.gateway.ByokGateway;
import dev.byok.gateway.ByokRequestWebFilter;
import dev.byok.gateway.RequestBodies;
import dev.byok.gateway.RequestDataClasses;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.config.conditional.ConditionalOnEnabledPredicate;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/** Adds the predicates of this package to a Spring Cloud Gateway that has Byok. */
@AutoConfiguration(after = ByokAutoConfiguration.class, before = GatewayAutoConfiguration.class)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBean(Callers.class)
public class ByokPredicatesAutoConfiguration {

    @Bean
    @ConditionalOnEnabledPredicate
    ByokCallerRoutePredicateFactory byokCallerRoutePredicateFactory(Callers callers) {
        return new ByokCallerRoutePredicateFactory(callers);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokMemberRoutePredicateFactory byokMemberRoutePredicateFactory(Callers callers) {
        return new ByokMemberRoutePredicateFactory(callers);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokWorkspaceRoutePredicateFactory byokWorkspaceRoutePredicateFactory(Callers callers) {
        return new ByokWorkspaceRoutePredicateFactory(callers);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokEnvironmentRoutePredicateFactory byokEnvironmentRoutePredicateFactory(Callers callers) {
        return new ByokEnvironmentRoutePredicateFactory(callers);
    }

    @Bean
    ByokRequestWebFilter byokRequestWebFilter(ByokGateway gateway) {
        return gateway.requestFilter();
    }

    @Bean
    RequestBodies byokRequestBodies(ByokGateway gateway, ObjectProvider<RouteLocator> routes) {
        return gateway.requestBodies(routes::getObject);
    }

    @Bean
    RequestDataClasses byokRequestDataClasses(ByokGateway gateway, ObjectProvider<RouteLocator> routes) {
        return gateway.requestDataClasses(routes::getObject);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokDataClassRoutePredicateFactory byokDataClassRoutePredicateFactory(RequestDataClasses dataClasses) {
        return new ByokDataClassRoutePredicateFactory(dataClasses);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokPromptTokensRoutePredicateFactory byokPromptTokensRoutePredicateFactory(RequestBodies bodies) {
        return new ByokPromptTokensRoutePredicateFactory(bodies);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokCapabilityRoutePredicateFactory byokCapabilityRoutePredicateFactory(RequestBodies bodies) {
        return new ByokCapabilityRoutePredicateFactory(bodies);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokTierRoutePredicateFactory byokTierRoutePredicateFactory(RequestBodies bodies) {
        return new ByokTierRoutePredicateFactory(bodies);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokModelRoutePredicateFactory byokModelRoutePredicateFactory(RequestBodies bodies) {
        return new ByokModelRoutePredicateFactory(bodies);
    }

    @Bean
    @ConditionalOnEnabledPredicate
    ByokStreamingRoutePredicateFactory byokStreamingRoutePredicateFactory(RequestBodies bodies) {
        return new ByokStreamingRoutePredicateFactory(bodies);
    }
}
