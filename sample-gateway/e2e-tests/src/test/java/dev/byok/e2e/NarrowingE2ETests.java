package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Routes that allow less than the policy does. */
class NarrowingE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt", "beta/gpt")
                    .model("openai/mini", "", "alpha/mini")
                    .model("meta/llama", "", "beta/llama")
                    .prioritized("alpha", "a1")
                    .prioritized("beta", "b1")
                    .shared("alpha", "as"))
            .properties(new Routes(1)
                    .byok("strict", "Path=/strict/**", "ByokStrict")
                    .byok("providers", "Path=/providers/**", "ByokProviders=be*")
                    .byok("models", "Path=/models-only/**", "ByokModels=openai/*")
                    .byok(
                            "several",
                            "Path=/several/**",
                            "ByokModels=openai/*",
                            "ByokModels=*/mini,*/llama",
                            "ByokStrict")
                    .add("behind", "byok://auto", "Path=/behind/**", "Byok", "ByokModels=openai/*")
                    .add("retried", "byok://auto", "Path=/retried/**", "Retry=2", "ByokProviders=alpha", "Byok")
                    .properties());

    @Test
    void keepsToOwnKeysOnAStrictRoute() {
        limitEveryKey();

        Reply open = chat("/v1", "openai/mini");
        STAGE.gateway().health().forget();
        Reply strict = chat("/strict", "openai/mini");

        assertThat(open.keysTried()).containsExactly("a1", "as");
        assertThat(strict.keysTried()).containsExactly("a1");
        assertThat(strict.exclusions()).containsExactly("as SHARED strict");
    }

    @Test
    void asksTheAllowedProvidersOnly() {
        limitEveryKey();

        Reply reply = chat("/providers", "openai/gpt");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.keysTried()).containsExactly("b1");
        assertThat(reply.exclusions()).containsExactly("? ? allowed_providers");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models-only", "/behind", "/several"})
    void refusesAModelThatTheRouteDoesNotAllow(String route) {
        Reply reply = chat(route, "meta/llama");

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("no_eligible_route");
        assertThat(reply.exclusions()).containsExactly("? ? allowed_models");
        assertThat(reply.error().path("metadata").path("remedy_hint").asString(""))
                .contains("GET models");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void saysOfAnUnknownModelThatItDoesNotExist() {
        Reply reply = chat("/models-only", "openai/unheard-of");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("model_not_found");
    }

    @Test
    void servesWhatTheRouteAllows() {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("hello"));

        assertThat(chat("/models-only", "openai/gpt").status()).isEqualTo(200);
        assertThat(chat("/behind", "openai/gpt").status()).isEqualTo(200);
        assertThat(chat("/several", "openai/mini").status()).isEqualTo(200);
    }

    @Test
    void goesOnToAnAllowedModelOfTheRequest() {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("hello"));

        Reply reply =
                client("/models-only").chat("{\"model\":\"meta/llama\",\"models\":[\"openai/gpt\"],\"messages\":[]}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-model")).isEqualTo("openai/gpt");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void allowsWhatEveryListAllows() {
        assertThat(chat("/several", "openai/gpt").exclusions())
                .containsExactly("? ? allowed_models", "? ? allowed_models");
        assertThat(modelsOf("/several")).containsExactly("openai/mini");
    }

    @Test
    void listsTheModelsThatRemain() {
        assertThat(modelsOf("/v1")).containsExactlyInAnyOrder("openai/gpt", "openai/mini", "meta/llama");
        assertThat(modelsOf("/models-only")).containsExactlyInAnyOrder("openai/gpt", "openai/mini");
        assertThat(modelsOf("/providers")).containsExactlyInAnyOrder("openai/gpt", "meta/llama");
    }

    @Test
    void narrowsBehindAHostsRetryToo() {
        limitEveryKey();

        Reply reply = chat("/retried", "openai/gpt");

        assertThat(reply.keysTried()).containsExactly("a1", "as");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    private static void limitEveryKey() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20)).on("sk-as", Answers.rateLimited(20));
        STAGE.upstream("beta").on("sk-b1", Answers.rateLimited(20));
    }

    private static Reply chat(String route, String model) {
        return client(route).chat(Client.chatOf(model));
    }

    private static List<String> modelsOf(String route) {
        Reply reply = client(route)
                .send(HttpRequest.newBuilder(URI.create(origin() + route + "/models"))
                        .header("authorization", "Bearer " + STAGE.policy().gatewayKey("agent"))
                        .build());
        List<String> ids = new ArrayList<>();
        for (JsonNode row : reply.json().path("data")) {
            ids.add(row.path("id").asString());
        }
        return ids;
    }

    private static Client client(String route) {
        return new Client(origin() + route, STAGE.policy().gatewayKey("agent"));
    }

    private static String origin() {
        return "http://127.0.0.1:" + STAGE.gateway().port();
    }
}
