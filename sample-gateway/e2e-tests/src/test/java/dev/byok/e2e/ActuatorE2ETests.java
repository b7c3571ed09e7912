package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** What operators see at {@code /actuator/byok}, and what they switch off there. */
class ActuatorE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha")
                    .prioritized("alpha", "first", "second")
                    .model("openai/other", "", "beta/gpt-beta")
                    .shared("beta", "operators"))
            .properties(
                    "management.endpoints.web.exposure.include=byok", "management.endpoint.byok.access=unrestricted");

    private static final String FIRST =
            "{\"kind\":\"key\",\"workspace\":\"acme\",\"provider\":\"alpha\",\"name\":\"first\"}";
    private static final String LIFT_FIRST = "?kind=key&workspace=acme&provider=alpha&name=first";
    private static final Pattern GATEWAY_KEY = Pattern.compile("byok_[A-Za-z0-9]{10}");

    @AfterEach
    void liftAll() {
        for (JsonNode row : read().json().path("revocations")) {
            StringBuilder query = new StringBuilder("?");
            row.properties().forEach(field -> query.append(field.getKey())
                    .append('=')
                    .append(field.getValue().asString())
                    .append('&'));
            assertThat(lift(query.toString()).status()).isEqualTo(200);
        }
    }

    @Test
    void showsAKeyThatCoolsAfterA429AndNoSecret() {
        STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(60)).on("sk-second", Answers.ok("hello"));
        String version = STAGE.client().chat(Client.chatOf("openai/gpt")).header("x-byok-policy");

        Reply reply = read();

        JsonNode keys = reply.json().at("/workspaces/acme/keys/alpha");
        assertThat(keys.at("/first/state").asString()).isEqualTo("cooling");
        assertThat(keys.at("/first/why").asString()).isEqualTo("rate_limited");
        assertThat(keys.at("/first/strikes").asInt()).isEqualTo(1);
        assertThat(keys.at("/first/until").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(keys.at("/second").toString()).isEqualTo("{\"state\":\"ready\"}");
        assertThat(reply.json().at("/operator/keys/beta/operators/state").asString())
                .isEqualTo("ready");
        assertThat(reply.json().at("/policy/version").asString()).isEqualTo(version);
        assertThat(reply.json().at("/policy/source").asString()).startsWith("file:");
        assertThat(reply.body()).doesNotContain("sk-", "sha256", "secrets").doesNotContainPattern(GATEWAY_KEY);
    }

    @Test
    void showsWhatIsLeftOfAKeysLimits() {
        STAGE.upstream("alpha").on("sk-first", (call, response) -> Answers.ok("one")
                .answer(
                        call,
                        response.header("x-ratelimit-remaining-requests", "3")
                                .header("x-ratelimit-reset-requests", "6m0s")));
        ask();

        JsonNode first = read().json().at("/workspaces/acme/keys/alpha/first");

        assertThat(first.at("/state").asString()).isEqualTo("ready");
        assertThat(first.at("/models/gpt-alpha/remaining/requests/left").asInt())
                .isEqualTo(3);
        assertThat(first.at("/models/gpt-alpha/remaining/requests/until").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void showsARefusedPushByFileAndLine() {
        PolicyDirectory directory = STAGE.policy().directory();

        directory.write("models.yml", "models:\n  openai/gpt: { endpoints: [{ provider: nobody, model: x }] }\n");
        try {
            await().until(() -> read().json().has("refused"));

            JsonNode answer = read().json();
            assertThat(answer.at("/refused/problems/0").asString()).startsWith("models.yml:2 ");
            assertThat(answer.at("/refused/version").asString())
                    .isNotEmpty()
                    .isNotEqualTo(answer.at("/policy/version").asString());
        } finally {
            STAGE.policy().write();
            await().until(() -> !read().json().has("refused"));
        }
    }

    @Test
    void takesAnotherKeyWhileOneIsRevokedAndThenTheFirstAgain() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.ok("one")).on("sk-second", Answers.ok("two"));

        assertThat(revoke(FIRST).status()).isEqualTo(200);
        assertThat(ask().header("x-byok-key")).isEqualTo("second");
        assertThat(read().json().at("/workspaces/acme/keys/alpha/first/state").asString())
                .isEqualTo("revoked");

        assertThat(lift(LIFT_FIRST).status()).isEqualTo(200);
        assertThat(ask().header("x-byok-key")).isEqualTo("first");
        assertThat(alpha.credentials()).containsExactly("sk-second", "sk-first");
    }

    @Test
    void refusesARevokedCallerAtOnce() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("one"));

        revoke("{\"kind\":\"caller\",\"workspace\":\"acme\",\"name\":\"agent\"}");

        assertThat(ask().status()).isEqualTo(401);
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void leavesARevokedProviderOutAsDisabledAndItsModelsOutOfTheList() {
        revoke("{\"kind\":\"provider\",\"name\":\"alpha\"}");

        Reply reply = ask();
        Reply models = STAGE.client().send(STAGE.client().request("/models").build());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("no_eligible_route");
        assertThat(reply.body()).contains("\"reason\":\"disabled\"");
        assertThat(models.body()).contains("openai/other").doesNotContain("openai/gpt");
    }

    @Test
    void makesNoFurtherAttemptWithAKeyThatIsRevokedWhileTheRequestIsUnderWay() {
        Sinks.Empty<Void> revoked = Sinks.empty();
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", (call, response) -> revoked.asMono()
                        .then(Mono.defer(() -> Mono.from(Answers.rateLimited(60).answer(call, response)))))
                .on("sk-second", Answers.ok("two"));

        var reply = STAGE.client().chatLater(Client.chatOf("openai/gpt"));
        await().until(() -> alpha.calls().size() == 1);
        revoke(FIRST.replace("first", "second"));
        revoked.tryEmitEmpty().orThrow();

        assertThat(reply.join().status()).isEqualTo(429);
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void saysWhatIsWrongWithATypo() {
        Reply reply = revoke(FIRST.replace("first", "frist"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asString()).isEqualTo("no key frist at alpha of acme in the policy");
    }

    private static Reply ask() {
        return STAGE.client().chat(Client.chatOf("openai/gpt"));
    }

    private static Reply read() {
        return STAGE.client().send(HttpRequest.newBuilder(endpoint("")).build());
    }

    private static Reply revoke(String body) {
        return STAGE.client().send(post(endpoint(""), body));
    }

    private static Reply lift(String query) {
        return STAGE.client()
                .send(HttpRequest.newBuilder(endpoint(query)).DELETE().build());
    }

    private static HttpRequest post(URI uri, String body) {
        return HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static URI endpoint(String query) {
        return URI.create("http://127.0.0.1:" + STAGE.gateway().port() + "/actuator/byok" + query);
    }
}
