package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who is let in, and what the API answers without asking a provider. */
class CallersE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").policy(policy -> policy.model(
                    "openai/gpt", "context: 1000", "alpha/gpt-upstream")
            .model("openai/hidden", "", "alpha/hidden-upstream")
            .caller("switched-off", "enabled: false")
            .callerExpired("past")
            .hidingKeyNames()
            .key("alpha", "prioritized", "first", "models: [openai/gpt]")
            .key("alpha", "prioritized", "second", "models: [openai/hidden], api-keys: [switched-off]"));

    @Test
    void refusesAnybodyWhoseGatewayKeyDoesNotHold() {
        String unknown = PolicyDirectory.gatewayKey();
        String wrongChecksum = unknown.substring(0, unknown.length() - 1) + (unknown.endsWith("x") ? "y" : "x");
        List<String> keys = List.of(
                unknown,
                wrongChecksum,
                STAGE.policy().gatewayKey("switched-off"),
                STAGE.policy().gatewayKey("past"),
                "sk-somebody-elses",
                "byok_");

        assertThat(keys).allSatisfy(key -> {
            Reply reply = new Client(STAGE.gateway().baseUrl(), key).chat(Client.chatOf("openai/gpt"));

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.errorCode()).isEqualTo("invalid_api_key");
            assertThat(reply.header("x-should-retry")).isEqualTo("false");
            assertThat(key.length() > 5 && reply.body().contains(key)).isFalse();
        });
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void listsTheModelsThatTheCallerMayUse() {
        Reply reply =
                STAGE.client().send(STAGE.client().request("/models").GET().build());

        List<String> ids = new ArrayList<>();
        for (JsonNode row : reply.json().path("data")) {
            ids.add(row.path("id").asString());
        }
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids).containsExactly("openai/gpt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/elsewhere", "/chat/completions/more", "/"})
    void answersAnUnknownUrlWith404(String path) {
        Reply reply = STAGE.client()
                .send(STAGE.client()
                        .request(path)
                        .POST(BodyPublishers.ofString(Client.chatOf("openai/gpt")))
                        .build());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("unknown_url");
    }

    @Test
    void answersAWrongMethodWith405() {
        Reply get = STAGE.client()
                .send(STAGE.client().request("/chat/completions").GET().build());
        Reply post = STAGE.client()
                .send(STAGE.client()
                        .request("/models")
                        .POST(BodyPublishers.noBody())
                        .build());

        assertThat(List.of(get.status(), post.status())).containsOnly(405);
        assertThat(get.errorCode()).isEqualTo("method_not_allowed");
    }

    @Test
    void keepsTheNamesOfKeysToItselfUnlessTheWorkspaceShowsThem() {
        STAGE.upstream("alpha").on("sk-first", Answers.inTurn(Answers.ok("x"), Answers.rateLimited(30)));

        Reply answered = STAGE.client().chat(Client.chatOf("openai/gpt"));
        Reply failed = STAGE.client().chat(Client.chatOf("openai/gpt"));
        Reply refused = STAGE.client().chat(Client.chatOf("openai/hidden"));

        assertThat(answered.headers().map()).doesNotContainKey("x-byok-key");
        assertThat(failed.attempts()).containsExactly("? 429 rate_limited");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.exclusions()).isNotEmpty().allMatch(row -> row.startsWith("? "));
    }
}
