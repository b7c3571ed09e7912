package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host that has {@code Byok} among its default filters: it serves the routes to {@code byok://}, and no other. */
class DefaultFilterE2ETests {

    private static final String GATEWAY = "spring.cloud.gateway.server.webflux.";
    private static final RecordingBackend BACKEND = new RecordingBackend();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first", "second"))
            .properties(
                    GATEWAY + "default-filters[0]=Byok",
                    GATEWAY + "routes[1].id=by-default",
                    GATEWAY + "routes[1].uri=byok://auto",
                    GATEWAY + "routes[1].predicates[0]=Path=/default/**",
                    GATEWAY + "routes[2].id=foreign",
                    GATEWAY + "routes[2].uri=" + BACKEND.uri(),
                    GATEWAY + "routes[2].predicates[0]=Path=/app/**");

    @AfterAll
    static void stop() {
        BACKEND.close();
    }

    @Test
    void theFilterTwiceOnARouteWorksAsOnce() {
        assertServed("/v1");
    }

    @Test
    void aRouteTakesTheFilterFromTheDefaults() {
        assertServed("/default");
    }

    @Test
    void aRouteThatLeadsElsewhereIsNotOurs() {
        BACKEND.on("POST /app/chat/completions", "HTTP/1.1 201 Created\r\ncontent-length: 5\r\n\r\nhosts");

        Reply reply = STAGE.client()
                .send(HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + STAGE.gateway().port() + "/app/chat/completions"))
                        .header("authorization", "Bearer token-of-the-host")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Client.chatOf("openai/gpt")))
                        .build());

        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        assertThat(reply.body()).isEqualTo("hosts");
        assertThat(reply.headers().map().keySet()).noneMatch(name -> name.startsWith("x-byok-"));
        assertThat(BACKEND.take()).singleElement().satisfies(request -> {
            assertThat(request.header("authorization")).isEqualTo("Bearer token-of-the-host");
            assertThat(request.body()).isEqualTo(Client.chatOf("openai/gpt"));
        });
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    private static void assertServed(String prefix) {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(5)).on("sk-second", Answers.ok("hello"));
        Client client = new Client(
                "http://127.0.0.1:" + STAGE.gateway().port() + prefix,
                STAGE.policy().gatewayKey("agent"));

        Reply reply = client.chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("hello"));
        assertThat(reply.headers().allValues("x-byok-attempts")).containsExactly("2");
        assertThat(alpha.credentials()).containsExactly("sk-first", "sk-second");
    }
}
