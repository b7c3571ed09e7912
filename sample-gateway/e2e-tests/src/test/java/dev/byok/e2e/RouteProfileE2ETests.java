package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Routes on which a profile of the policy holds beside the callers' own, and what is listed to whom. */
class RouteProfileE2ETests {

    private static final String PROFILE = "x-byok-profile";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta", "region: eu, data-policy: { zdr: true, trains: false }")
            .policy(policy -> policy.model("chat", "", "alpha/chat", "beta/chat")
                    .model("mini", "", "alpha/mini")
                    .dataClass("code", "training: forbidden, zdr: required")
                    .profile("private", "zdr: required")
                    .profile("alphas", "providers: [alpha]")
                    .profile("verified", "delivery: verified, verified-max-bytes: 1000")
                    .profile("small", "models: [mini], strict: own-keys")
                    .boundedProfile("single", 1)
                    .boundedProfile("many", 50)
                    .caller("private", "profile: private")
                    .caller("single", "profile: single, profiles: [many, verified]")
                    .caller("coder", "data-class: code")
                    .prioritized("alpha", "a1", "a2")
                    .prioritized("beta", "b1")
                    .shared("alpha", "as"))
            .properties(new Routes(1)
                    .byok("private", "Path=/private/**", "ByokProfile=private")
                    .byok("alphas", "Path=/alphas/**", "ByokProfile=alphas")
                    .byok("single", "Path=/single/**", "ByokProfile=single")
                    .byok("many", "Path=/many/**", "ByokProfile=many")
                    .byok("verified", "Path=/verified/**", "ByokProfile=verified")
                    .byok("small", "Path=/small/**", "ByokProfile=small", "ByokProfile=single")
                    .byok("unheard", "Path=/unheard/**", "ByokProfile=unheard-of")
                    .add("behind", "byok://auto", "Path=/behind/**", "Retry=2", "ByokProfile=single", "Byok")
                    .properties());

    @Test
    void whatTheRoutesProfileForbidsIsForbidden() {
        limitEveryKey();

        Reply reply = client("/private", "agent").chat(Client.chatOf("chat"));

        assertThat(reply.keysTried()).containsExactly("b1");
        assertThat(reply.exclusions())
                .containsExactly(
                        "a1 PRIORITIZED data_policy:zdr",
                        "a2 PRIORITIZED data_policy:zdr",
                        "as SHARED data_policy:zdr");
        assertThat(reply.error()
                        .path("metadata")
                        .path("excluded_by")
                        .path(0)
                        .path("file")
                        .asString())
                .isEqualTo("profiles.yml");
    }

    @Test
    void whatTheCallersProfileForbidsStaysForbidden() {
        Reply reply = client("/alphas", "private").chat(Client.chatOf("chat"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.exclusions()).contains("a1 PRIORITIZED data_policy:zdr", "? ? allowed_providers");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
        assertThat(STAGE.upstream("beta").calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/single, agent, 1",
        "/many, agent, 4",
        "/many, single, 1",
        "/private, single, 1",
        "/behind, agent, 2",
    })
    void theSmallerNumberOfAttemptsHolds(String route, String caller, int attempts) {
        limitEveryKey();

        Reply reply = client(route, caller).chat(Client.chatOf("chat"));

        assertThat(reply.keysTried()).hasSizeLessThanOrEqualTo(attempts).isNotEmpty();
        if (!route.equals("/behind")) {
            assertThat(reply.keysTried()).hasSize(attempts);
        }
    }

    @Test
    void theRequestReplacesItsCallersProfileAlone() {
        limitEveryKey();

        Reply named = client("/private", "single").chat(Client.chatOf("chat"), PROFILE, "many");
        STAGE.gateway().health().forget();
        Reply bounded = client("/single", "single").chat(Client.chatOf("chat"), PROFILE, "many");

        assertThat(named.keysTried()).containsExactly("b1");
        assertThat(bounded.keysTried()).containsExactly("a1");
    }

    @Test
    void theRouteHasTheSayInMattersOfTasteUnlessTheRequestHasIt() {
        assertThat(plan("/verified", "agent").path("delivery").asString()).isEqualTo("verified");
        assertThat(plan("/many", "single", PROFILE, "verified").path("delivery").asString())
                .isEqualTo("verified");
        assertThat(plan("/verified", "agent", "x-byok-delivery", "live")
                        .path("delivery")
                        .asString())
                .isEqualTo("live");
    }

    @Test
    void aDryRunNamesBothProfiles() {
        JsonNode plan = plan("/small", "agent");

        assertThat(plan.path("profile").asString()).isEqualTo("standard");
        assertThat(plan.path("route_profiles").toString()).isEqualTo("[\"small\",\"single\"]");
        assertThat(plan.path("max_attempts").asInt()).isEqualTo(1);
        assertThat(plan.path("strict").asString()).isEqualTo("own-keys");
        assertThat(plan("", "agent").has("route_profiles")).isFalse();
    }

    @Test
    void aRouteWhoseProfileThePolicyDoesNotHaveServesNobody() {
        Reply reply = client("/unheard", "agent").chat(Client.chatOf("chat"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("route_misconfigured");
        assertThat(reply.errorMessage()).contains("ByokProfile=unheard-of", "no such profile");
    }

    @Test
    void theListOfModelsIsThatOfTheRoutesProfile() {
        assertThat(models("/v1", "agent")).containsExactlyInAnyOrder("chat", "mini");
        assertThat(models("/small", "agent")).containsExactly("mini");
        assertThat(models("/private", "agent")).containsExactly("chat");
        assertThat(models("/alphas", "private")).isEmpty();
    }

    @Test
    void theListOfModelsIsThatOfTheRequestsOwnWord() {
        assertThat(models("/v1", "agent", "x-byok-data-class", "code")).containsExactly("chat");
        assertThat(models("/v1", "private", "x-byok-strict", "own-keys")).containsExactly("chat");
        assertThat(models("/v1", "single", PROFILE, "many")).containsExactlyInAnyOrder("chat", "mini");
    }

    @ParameterizedTest
    @CsvSource({
        "x-byok-profile, small, 403, profile_not_allowed",
        "x-byok-data-class, unheard-of, 400, invalid_header",
        "x-byok-datta-class, code, 400, invalid_header"
    })
    void theListOfModelsIsRefusedToWhomARequestWouldBe(String header, String value, int status, String code) {
        Reply reply = list("/v1", "agent", header, value);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
    }

    private static JsonNode plan(String route, String caller, String... headers) {
        return DryRun.of(client(route.isEmpty() ? "/v1" : route, caller), Client.chatOf("mini"), headers)
                .plan();
    }

    private static List<String> models(String route, String caller, String... headers) {
        List<String> ids = new ArrayList<>();
        for (JsonNode row : list(route, caller, headers).json().path("data")) {
            ids.add(row.path("id").asString());
        }
        return ids;
    }

    private static Reply list(String route, String caller, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + route + "/models"))
                .header("authorization", "Bearer " + STAGE.policy().gatewayKey(caller));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client(route, caller).send(request.build());
    }

    private static void limitEveryKey() {
        List.of("a1", "a2", "as").forEach(key -> STAGE.upstream("alpha").on("sk-" + key, Answers.rateLimited(20)));
        STAGE.upstream("beta").on("sk-b1", Answers.rateLimited(20));
    }

    private static Client client(String route, String caller) {
        return new Client(origin() + route, STAGE.policy().gatewayKey(caller));
    }

    private static String origin() {
        return "http://127.0.0.1:" + STAGE.gateway().port();
    }
}
