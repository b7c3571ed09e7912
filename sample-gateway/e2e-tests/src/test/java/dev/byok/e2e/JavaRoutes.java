package dev.byok.e2e;

import dev.byok.caller.CallerResolver;
import dev.byok.gateway.ByokGatewayFilterFactory;
import dev.byok.gateway.ByokModelsGatewayFilterFactory;
import dev.byok.gateway.ByokProfileGatewayFilterFactory;
import dev.byok.predicate.ByokMemberRoutePredicateFactory;
import dev.byok.predicate.ByokStreamingRoutePredicateFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** A host that makes its routes in Java, knows callers in a way of its own and has a clock of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
class JavaRoutes {

    /** When the policy's old gateway keys were still valid. */
    static final Instant NOW = Instant.parse("2019-06-01T12:00:00Z");

    @Bean
    RouteLocator llmRoutes(
            RouteLocatorBuilder routes,
            ByokMemberRoutePredicateFactory member,
            ByokStreamingRoutePredicateFactory streaming,
            ByokGatewayFilterFactory byok,
            ByokProfileGatewayFilterFactory profile,
            ByokModelsGatewayFilterFactory models) {
        return routes.routes()
                .route("llm-legal", route -> route.path("/llm/**")
                        .and()
                        .asyncPredicate(member.applyAsync(config -> config.setNames("legal")))
                        .filters(filters -> filters.filter(byok.apply())
                                .filter(profile.apply(config -> config.setName("legal-review"))))
                        .uri("byok://auto"))
                .route("llm-live", route -> route.path("/llm/**")
                        .and()
                        .asyncPredicate(streaming.applyAsync(config -> config.setStreaming(true)))
                        .filters(filters -> filters.filter(byok.apply())
                                .filter(models.apply(config -> config.setNames("openai/*"))))
                        .uri("byok://auto"))
                .build();
    }

    @Bean
    CallerResolver byService() {
        return (exchange, policy) -> Mono.justOrEmpty(
                        exchange.getRequest().getHeaders().getFirst("x-service"))
                .flatMap(service -> Mono.justOrEmpty(policy.callers()
                        .filter(caller -> caller.isCalled(service))
                        .findFirst()));
    }

    @Bean
    Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }
}
