package dev.byok.e2e;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Cloud Gateway with Byok on {@code /v1/**}, on a port of its own. */
final class TestGateway implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final ForgettingHealth health;

    private TestGateway(ConfigurableApplicationContext context, ForgettingHealth health) {
        this.context = context;
        this.health = health;
    }

    /** Starts it with the standard route and these further properties. */
    static TestGateway start(PolicyDirectory policy, String... properties) {
        return start(Host.class, policy, properties);
    }

    static TestGateway start(Class<?> host, PolicyDirectory policy, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "byok.policy.location=" + policy.location(),
                "byok.policy.poll-interval=100ms",
                "spring.cloud.gateway.server.webflux.route-filter-cache-enabled=true",
                "spring.cloud.gateway.server.webflux.httpclient.connect-timeout=2000",
                "spring.cloud.gateway.server.webflux.routes[0].id=llm",
                "spring.cloud.gateway.server.webflux.routes[0].uri=byok://auto",
                "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/v1/**",
                "spring.cloud.gateway.server.webflux.routes[0].filters[0]=Byok"));
        all.addAll(List.of(properties));
        ForgettingHealth health = new ForgettingHealth();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(host)
                .web(WebApplicationType.REACTIVE)
                .properties(all.toArray(String[]::new))
                .initializers(fresh -> fresh.getBeanFactory().registerSingleton("byokHealth", health))
                .run();
        return new TestGateway(context, health);
    }

    ForgettingHealth health() {
        return health;
    }

    int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }

    /** An ordinary gateway application. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}
}
