package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which headers travel to a provider and back. */
class HeadersE2ETests {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy ->
                    policy.model("openai/gpt", "", "alpha/gpt-upstream").prioritized("alpha", "first"))
            .properties(
                    ROUTE + "filters[1]=PreserveHostHeader",
                    ROUTE + "filters[2]=AddResponseHeader=x-host-says, hello",
                    "spring.cloud.gateway.server.webflux.trusted-proxies=.*");

    @Test
    void sendsAProviderNothingOfTheCallersOwnHeaders() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        Reply reply = STAGE.client()
                .chat(
                        Client.chatOf("openai/gpt"),
                        "cookie",
                        "session=1",
                        "x-forwarded-for",
                        "203.0.113.7",
                        "forwarded",
                        "for=203.0.113.7",
                        "x-api-key",
                        STAGE.policy().gatewayKey("agent"),
                        "accept-encoding",
                        "gzip",
                        "idempotency-key",
                        "once",
                        "x-byok-strict",
                        "own-keys",
                        "x-byok-substitution",
                        "refuse",
                        "user-agent",
                        "caller/1",
                        "x-anything",
                        "else");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        FakeProvider.Call call = alpha.calls().get(0);
        assertThat(call.headers())
                .containsOnlyKeys(
                        "user-agent",
                        "authorization",
                        "accept",
                        "accept-encoding",
                        "content-type",
                        "content-length",
                        "host");
        assertThat(call.headers())
                .containsEntry("authorization", "Bearer sk-first")
                .doesNotContainEntry("user-agent", "caller/1")
                .containsEntry("accept-encoding", "identity")
                .containsEntry("content-length", String.valueOf(call.body().length()))
                .containsEntry("host", URI.create(alpha.baseUrl()).getAuthority());
    }

    @Test
    void keepsBackAnIdThatEchoesTheCredential() {
        STAGE.upstream("alpha").on("sk-first", (call, response) -> Answers.ok("hello")
                .answer(call, response.header("x-request-id", "req-of-" + call.credential())));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("x-byok-upstream-id")).isNull();
            assertThat(LiveStream.text(stream.rest())).isEqualTo("hello");
        }
    }

    @Test
    void bringsBackNothingOfTheAccountButWhatTheHostsFiltersAdd() {
        STAGE.upstream("alpha").on("sk-first", (call, response) -> {
            response.header("x-ratelimit-remaining-requests", "7").header("access-control-allow-origin", "*");
            return Answers.json(response, 200, Answers.chat("hello"));
        });

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.headers().map().keySet())
                .containsExactlyInAnyOrder(
                        "content-type",
                        "content-length",
                        "x-host-says",
                        "x-byok-generation-id",
                        "x-byok-provider",
                        "x-byok-model",
                        "x-byok-key",
                        "x-byok-tier",
                        "x-byok-attempts",
                        "x-byok-policy",
                        "x-byok-upstream-id");
        assertThat(reply.header("x-byok-upstream-id")).isEqualTo("req_upstream");
        assertThat(reply.headers().allValues("x-host-says")).containsExactly("hello");
    }
}
