package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In which order models, tiers and providers are asked, and what strictness takes out of it. */
class ModelsAndTiersE2ETests {

    private static final String TOO_LONG =
            Answers.error("maximum context length is 9 tokens", "invalid_request_error", "context_length_exceeded");

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.model(
                    "openai/gpt", "context: 1000", "alpha/gpt-alpha", "beta/gpt-beta")
            .model("openai/large", "context: 9000", "beta/large-beta")
            .model("openai/small", "context: 500", "alpha/small-alpha")
            .model("openai/contract", "", "alpha/contract")
            .model("openai/ending", "", "alpha/ending", "beta/ending")
            .key("alpha", "prioritized", "a1", "models: [openai/gpt, openai/small], api-keys: [agent, strict]")
            .key("alpha", "prioritized", "a2", "models: [openai/contract], shared-capacity: never-for-models")
            .key("alpha", "prioritized", "a3", "models: [openai/ending], on-failure: return")
            .key("alpha", "fallback", "a9", "models: [openai/gpt]")
            .key("beta", "prioritized", "b1", "models: [openai/gpt, openai/large, openai/ending]")
            .key("beta", "fallback", "b9", "models: [openai/gpt]")
            .key("alpha", "prioritized", "closing", "api-keys: [closed], models: [openai/gpt], shared-capacity: never")
            .shared("alpha", "as")
            .shared("beta", "bs")
            .profile("careful", "strict: own-keys")
            .caller("strict", "strict: own-keys")
            .caller("profiled", "profile: careful")
            .caller("closed", "")
            .profile("alpha-only", "providers: [alpha]")
            .environment("lab", "ignored-models: [openai/large]")
            .caller("lister", "profile: alpha-only, environment: lab, models: [openai/gpt, openai/large]")
            .caller("plain", ""));

    @Test
    void asksTierByTierAndWithinATierProviderByProvider() {
        limitEveryKey();

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.keysTried()).containsExactly("a1", "b1", "as", "bs", "a9", "b9");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-a1", "sk-as", "sk-a9");
        assertThat(STAGE.upstream("beta").credentials()).containsExactly("sk-b1", "sk-bs", "sk-b9");
    }

    @Test
    void saysWhichTierServed() {
        limitEveryKey();
        STAGE.upstream("beta").on("sk-bs", Answers.ok("shared"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.header("x-byok-tier")).isEqualTo("SHARED");
        assertThat(reply.header("x-byok-provider")).isEqualTo("beta");
        assertThat(reply.header("x-byok-key")).isEqualTo("bs");
        assertThat(reply.header("x-byok-model")).isEqualTo("openai/gpt");
        assertThat(reply.header("x-byok-attempts")).isEqualTo("4");
    }

    @Test
    void endsThePlanWithTheOwnKeysOfAProviderThatReturnsFailures() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-a3", Answers.rateLimited(11));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/ending"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.errorMessage()).isEqualTo("Rate limit reached for requests");
        assertThat(reply.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.header("retry-after")).isEqualTo("11");
        assertThat(alpha.credentials()).containsExactly("sk-a3");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void returnsARejectedCredentialAsOurOwnFailure() {
        STAGE.upstream("alpha").on("sk-a3", Answers.rejected());

        Reply reply = STAGE.client().chat(Client.chatOf("openai/ending"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("upstream_credentials");
    }

    @Test
    void keepsAModelOffSharedCapacityThatItsKeyClosed() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-a2", Answers.rateLimited(5));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/contract"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(alpha.credentials()).containsExactly("sk-a2");
        assertThat(reply.exclusions()).contains("as SHARED strict");
    }

    @Test
    void closesOneProvidersSharedCapacityForTheCallerOfTheKeyOnly() {
        limitEveryKey();

        Reply reply = STAGE.client("closed").chat(Client.chatOf("openai/gpt"));

        assertThat(reply.keysTried()).containsExactly("closing", "b1", "bs", "a9", "b9");
    }

    @Test
    void asksOwnKeysOnlyForAStrictCaller() {
        limitEveryKey();

        Reply reply = STAGE.client("strict").chat(Client.chatOf("openai/gpt"));

        assertThat(reply.keysTried()).containsExactly("a1", "b1", "a9", "b9");
    }

    @Test
    void refusesWhereTheProfilesStrictnessLeavesNoRoute() {
        Reply reply = STAGE.client("profiled").chat(Client.chatOf("openai/small"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("no_eligible_route");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(reply.exclusions()).contains("a1 PRIORITIZED key_filter:api_key", "as SHARED strict");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void refusesWhereTheRequestsStrictnessLeavesNoRoute() {
        STAGE.upstream("alpha").on("sk-as", Answers.ok("shared"));
        Client client = STAGE.client("plain");

        Reply open = client.chat(Client.chatOf("openai/small"));
        Reply strict = client.chat(Client.chatOf("openai/small"), "x-byok-strict", "own-keys");

        assertThat(open.header("x-byok-tier")).isEqualTo("SHARED");
        assertThat(strict.status()).isEqualTo(403);
        assertThat(strict.exclusions()).contains("as SHARED strict");
        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-as");
    }

    @Test
    void asksOnlyWhomTheListsOfCallerEnvironmentAndProfileAdmit() {
        limitEveryKey();

        Reply reply = STAGE.client("lister").chat(withModels("openai/gpt", "openai/large", "openai/small"));

        assertThat(reply.keysTried()).containsExactly("as", "a9");
        assertThat(reply.excludedEndpoints())
                .containsExactly(
                        "openai/gpt beta allowed_providers profiles.yml",
                        "openai/large beta allowed_models workspaces/acme.yml",
                        "openai/small alpha allowed_models workspaces/acme.yml");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @Test
    void listsAndServesOnlyModelsThatAllListsAdmit() {
        Client lister = STAGE.client("lister");

        Reply models = lister.send(lister.request("/models").GET().build());
        Reply reply = lister.chat(Client.chatOf("openai/small"));
        Reply elsewhere = lister.chat(Client.chatOf("openai/ending"));

        assertThat(reply.error().path("metadata").path("remedy_hint").asString())
                .contains("GET models lists");
        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(models.json().path("data")).hasSize(1);
        assertThat(models.json().path("data").get(0).path("id").asString()).isEqualTo("openai/gpt");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("no_eligible_route");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void refusesAStrictnessItDoesNotKnow() {
        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"), "x-byok-strict", "yes");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_header");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void followsTheModelsOfTheRequestInOrder() {
        limitEveryKey();
        String ofOneModel =
                Answers.error("Rate limit reached for gpt-beta in organization org-1", "tokens", "rate_limit_exceeded");
        STAGE.upstream("beta").on("sk-b1", Answers.inTurn(Answers.status(429, ofOneModel), Answers.ok("large")));

        Reply reply = STAGE.client().chat(withModels("openai/gpt", "openai/large"), "x-byok-strict", "own-keys");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-model")).isEqualTo("openai/large");
        assertThat(STAGE.upstream("beta").credentials()).containsExactly("sk-b1", "sk-b9", "sk-b1");
        assertThat(STAGE.upstream("beta").calls().get(2).body()).contains("\"large-beta\"");
    }

    @Test
    void movesALongPromptToALargerModelOnly() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-a1", Answers.status(400, TOO_LONG));
        STAGE.upstream("beta").on("sk-b1", Answers.ok("room enough"));

        Reply reply = STAGE.client().chat(withModels("openai/gpt", "openai/small", "openai/large"));

        assertThat(reply.body()).contains("room enough");
        assertThat(reply.header("x-byok-model")).isEqualTo("openai/large");
        assertThat(alpha.credentials()).containsExactly("sk-a1");
    }

    @Test
    void returnsThatAPromptIsTooLongWhereNoModelIsLarger() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-a1", Answers.status(400, TOO_LONG));

        Reply reply = STAGE.client().chat(withModels("openai/gpt", "openai/small"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("context_length_exceeded");
        assertThat(alpha.credentials()).containsExactly("sk-a1");
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    private static String withModels(String first, String... others) {
        return "{\"model\":\"" + first + "\",\"models\":[\"" + String.join("\",\"", others) + "\"],\"messages\":[]}";
    }

    private static void limitEveryKey() {
        for (String key : List.of("a1", "as", "a9", "closing")) {
            STAGE.upstream("alpha").on("sk-" + key, Answers.rateLimited(5));
        }
        for (String key : List.of("b1", "bs", "b9")) {
            STAGE.upstream("beta").on("sk-" + key, Answers.rateLimited(5));
        }
    }
}
