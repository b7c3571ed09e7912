package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.gateway.ByokGatewayFilterFactory;
import dev.byok.gateway.ByokGatewayFilterFactory.Config;
import dev.byok.gateway.ByokStrictGatewayFilterFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Our API under whatever paths a host gives it: the path as it stands after the host's rewriting decides. */
class RouteShapesE2ETests {

    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first", "second"))
            .host(DslHost.class)
            .properties(route(1, "/stripped/team/**", "StripPrefix=2"))
            .properties(route(2, "/chat/**", "PrefixPath=/v1"))
            .properties(route(3, "/rewritten/**", "RewritePath=/rewritten/(?<rest>.*), /v1/${rest}"))
            .properties(route(4, "/assistant/**", "SetPath=/v1/chat/completions"))
            .properties(route(5, "/llm/**"))
            .properties(route(6, "/cut/**", "StripPrefix=4"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/stripped/team/v1/chat/completions",
                "/chat/completions",
                "/rewritten/chat/completions",
                "/assistant/ask",
                "/llm/team/v1/chat/completions",
                "/llm/a/b/c/d/chat/completions?trace=1",
                "/dsl/v1/chat/completions"
            })
    void servesChatUnderAnyPath(String path) {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(5)).on("sk-second", Answers.ok("hello"));

        Reply reply = post(path);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("hello"));
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
        assertThat(alpha.calls()).extracting(FakeProvider.Call::path).containsOnly("/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cut/v1/chat/completions", "/llm/chat/completions/7", "/v1/chat"})
    void refusesWhatIsNoOperationAfterRewriting(String path) {
        Reply reply = post(path);

        assertThat(reply.status()).as(reply.body()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("unknown_url");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void aRouteOfTheJavaDslWithoutTheFilterIsAnErrorRatherThanAnEmptyAnswer() {
        Reply reply = post("/bare/v1/chat/completions");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("route_misconfigured");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/astray/v1/chat/completions", "/strict-astray/v1/chat/completions"})
    void aRouteOfTheJavaDslThatHasAFilterOfOursButLeadsElsewhereSendsNothingThere(String path) {
        Reply reply = post(path);

        assertThat(reply.status()).as(reply.body()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("route_misconfigured");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    private static Reply post(String path) {
        return STAGE.client()
                .send(HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + STAGE.gateway().port() + path))
                        .header("authorization", "Bearer " + STAGE.policy().gatewayKey("agent"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Client.chatOf("openai/gpt")))
                        .build());
    }

    private static String[] route(int index, String path, String... filters) {
        String route = ROUTES + "[" + index + "].";
        String[] properties = new String[4 + filters.length];
        properties[0] = route + "id=shape-" + index;
        properties[1] = route + "uri=byok://auto";
        properties[2] = route + "predicates[0]=Path=" + path;
        properties[3] = route + "filters[0]=Byok";
        for (int i = 0; i < filters.length; i++) {
            properties[4 + i] = route + "filters[" + (i + 1) + "]=" + filters[i];
        }
        return properties;
    }

    /** A host that makes routes in Java, one of them without the filter. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class DslHost {

        @Bean
        RouteLocator routes(
                RouteLocatorBuilder routes, ByokGatewayFilterFactory byok, ByokStrictGatewayFilterFactory strict) {
            return routes.routes()
                    .route("dsl", route -> route.path("/dsl/**")
                            .filters(filters -> filters.filter(byok.apply(new Config())))
                            .uri("byok://auto"))
                    .route("astray", route -> route.path("/astray/**")
                            .filters(filters -> filters.filter(byok.apply(new Config())))
                            .uri(STAGE.upstream("alpha").baseUrl()))
                    .route("strict-astray", route -> route.path("/strict-astray/**")
                            .filters(filters -> filters.filter(strict.apply(config -> {})))
                            .uri(STAGE.upstream("alpha").baseUrl()))
                    .route("bare", route -> route.path("/bare/**").uri("byok://auto"))
                    .build();
        }
    }
}
