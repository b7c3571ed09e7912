package dev.byok.e2e;

import dev.byok.gateway.ByokGatewayFilterFactory;
import dev.byok.predicate.ByokModelRoutePredicateFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A gateway whose routes, ours and the host's, are chosen by what the body says. */
final class ModelRoutes {

    /** How often a body has been read off the wire. */
    static final AtomicInteger READS = new AtomicInteger();

    private static final String HOSTS = "HTTP/1.1 201 Created\r\ncontent-length: 5\r\n\r\nhosts";

    private final RecordingBackend backend = new RecordingBackend();
    private final Stage stage = Stage.set()
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("meta/llama", "", "alpha/llama-upstream")
                    .prioritized("alpha", "first"))
            .host(CountingHost.class)
            .properties("byok.max-body=64KB", "byok.max-buffered-bytes=256KB", "byok.body-timeout=1s")
            .properties(new Routes(1)
                    .add("before", backend.uri(), "Path=/any/**;Header=x-to, before")
                    .byok("whole", "Path=/any/**;ByokModel=openai/*;ByokStreaming=false")
                    .byok("streamed", "Path=/any/**;ByokModel=openai/*;ByokStreaming=true")
                    .byok("meta", "Path=/any/**;ByokModel=mistral/*,meta/*", "ByokStrict")
                    .add("legacy", backend.uri(), "Path=/any/**;ByokModel=legacy/*")
                    .add("after", backend.uri(), "Path=/any/**")
                    .byok("only", "Path=/only/**;ByokModel=openai/*")
                    .add("half-legacy", backend.uri(), "Path=/half/**;ByokModel=legacy/*")
                    .add("half", backend.uri(), "Path=/half/**")
                    .byok("retried", "Path=/retried/**;ByokModel=openai/*", "Retry=2")
                    .properties());

    Stage stage() {
        return stage;
    }

    RecordingBackend backend() {
        return backend;
    }

    /** Lets everybody answer and forgets what came. */
    void startAfresh() {
        stage.upstream("alpha").on("sk-first", Answers.ok("hello"));
        backend.on("POST /any/chat/completions", HOSTS)
                .on("POST /half/chat/completions", HOSTS)
                .on("POST /any/other", HOSTS)
                .on("GET /any/chat/completions", HOSTS);
        backend.take();
        READS.set(0);
    }

    /** Sends a chat request below this path. */
    Reply post(String path, String body) {
        return client(path).chat(body);
    }

    Client client(String path) {
        return new Client(origin() + path, key());
    }

    Client stranger(String path) {
        return new Client(origin() + path, PolicyDirectory.gatewayKey());
    }

    /** Returns the head of a chat request below this path. */
    String head(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "content-type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return RawHttp.head("POST", path + "/chat/completions", key(), all);
    }

    String key() {
        return stage.policy().gatewayKey("agent");
    }

    String origin() {
        return "http://127.0.0.1:" + stage.gateway().port();
    }

    /** A host that counts how often a request's body is read off the wire, and makes routes in Java too. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class CountingHost {

        @Bean
        RouteLocator routes(
                RouteLocatorBuilder routes, ByokGatewayFilterFactory byok, ByokModelRoutePredicateFactory model) {
            return routes.routes()
                    .route("modified", route -> route.path("/modified/**")
                            .and()
                            .asyncPredicate(model.applyAsync(config -> config.setNames("openai/*")))
                            .filters(filters -> filters.modifyRequestBody(
                                            String.class,
                                            String.class,
                                            (exchange, body) -> Mono.just(
                                                    String.valueOf(body).replace("openai/gpt", "meta/llama")))
                                    .filter(byok.apply(new ByokGatewayFilterFactory.Config())))
                            .uri("byok://auto"))
                    .route("read", route -> route.path("/read/**")
                            .and()
                            .readBody(String.class, body -> body.contains("model"))
                            .and()
                            .asyncPredicate(model.applyAsync(config -> config.setNames("openai/*")))
                            .filters(filters -> filters.filter(byok.apply(new ByokGatewayFilterFactory.Config())))
                            .uri("byok://auto"))
                    .build();
        }

        @Bean
        @Order(Integer.MIN_VALUE)
        WebFilter counting() {
            return (exchange, chain) -> chain.filter(exchange.mutate()
                    .request(new ServerHttpRequestDecorator(exchange.getRequest()) {
                        @Override
                        public Flux<DataBuffer> getBody() {
                            return super.getBody().doOnSubscribe(subscription -> READS.incrementAndGet());
                        }
                    })
                    .build());
        }
    }
}
