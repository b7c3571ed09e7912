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

/** Where requests go whose content may not go everywhere, and what those are told that may go nowhere. */
class PrivacyE2ETests {

    private static final String CLASS = "x-byok-data-class";
    private static final String PROFILE = "x-byok-profile";

    /** Alpha promises nothing; of its keys one has a contract of its own. Beta retains nothing; gamma only does not train. */
    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta", "region: eu, data-policy: { zdr: true, trains: false }")
            .provider("gamma", "region: us, data-policy: { trains: false }")
            .policy(policy -> policy.model("chat", "", "alpha/chat", "beta/chat", "gamma/chat")
                    .model("mini", "", "alpha/mini")
                    .dataClass("internal", "training: forbidden")
                    .dataClass("code", "training: forbidden, zdr: required")
                    .dataClass("legal", "strict: own-keys, zdr: required, retention: none")
                    .dataClass("regulated", "strict: own-keys, zdr: required, regions: [eu], retention: none")
                    .dataClass("nowhere", "regions: [moon]")
                    .profile("private", "zdr: required")
                    .environment("sealed", "data-class: regulated")
                    .boundedProfile("single", 1)
                    .caller("private", "profile: private")
                    .caller("chooser", "profile: private, profiles: [single]")
                    .caller("coder", "data-class: code")
                    .caller("legal", "data-class: legal")
                    .caller("sealed", "data-class: internal, environment: sealed")
                    .caller("orphan", "data-class: legal")
                    .prioritized("alpha", "a1")
                    .key(
                            "alpha",
                            "prioritized",
                            "contract",
                            "owner: legal, declared-zdr: true, api-keys: [agent, private, legal]")
                    .key("beta", "fallback", "b9", "declared-zdr: false")
                    .key(
                            "alpha",
                            "fallback",
                            "a9",
                            "declared-zdr: true, declared-region: eu, api-keys: [sealed, private]")
                    .prioritized("gamma", "g1")
                    .shared("alpha", "as")
                    .shared("beta", "bs"))
            .properties(new Routes(1)
                    .byok("legal", "Path=/legal/**", "ByokDataClass=legal")
                    .byok("both", "Path=/both/**", "ByokDataClass=code", "ByokDataClass=nowhere")
                    .byok("unheard", "Path=/unheard/**", "ByokDataClass=unheard-of")
                    .properties());

    @Test
    void zeroRetentionByTheCallersProfile() {
        limitEveryKey();

        Reply reply = STAGE.client("private").chat(Client.chatOf("chat"));

        assertThat(reply.keysTried()).containsExactly("contract", "bs", "a9");
        assertThat(reply.exclusions())
                .containsExactly(
                        "a1 PRIORITIZED data_policy:zdr",
                        "g1 PRIORITIZED data_policy:zdr",
                        "as SHARED data_policy:zdr",
                        "b9 FALLBACK data_policy:zdr");
        assertThat(whoDemanded(reply)).containsOnly("profiles.yml");
        assertThat(asked()).containsExactly("sk-contract", "sk-a9", "sk-bs");
    }

    @Test
    void zeroRetentionByTheCallersDataClass() {
        limitEveryKey();

        Reply reply = STAGE.client("coder").chat(Client.chatOf("chat"));

        assertThat(reply.keysTried()).containsExactly("bs");
        assertThat(reply.exclusions())
                .contains("? ? data_policy:training", "g1 PRIORITIZED data_policy:zdr", "b9 FALLBACK data_policy:zdr");
        assertThat(asked()).containsExactly("sk-bs");

        Reply refused = STAGE.client("coder").chat(Client.chatOf("mini"));

        assertRefused(refused);
        assertThat(refused.exclusions()).containsExactly("? ? data_policy:training");
        assertThat(remedy(refused)).contains("training is forbidden");
    }

    @Test
    void zeroRetentionByTheRequestsOwnWord() {
        limitEveryKey();

        Reply open = STAGE.client().chat(Client.chatOf("chat"));
        STAGE.gateway().health().forget();
        forgetCalls();
        Reply closed = STAGE.client().chat(Client.chatOf("chat"), CLASS, "legal");

        assertThat(open.keysTried()).containsExactly("a1", "contract", "g1", "as", "bs", "b9");
        assertThat(closed.keysTried()).containsExactly("contract");
        assertThat(closed.exclusions()).contains("a1 PRIORITIZED data_policy:zdr", "bs SHARED strict");
        assertThat(asked()).containsExactly("sk-contract");
    }

    @Test
    void zeroRetentionWithStrictOwnKeys() {
        limitEveryKey();

        Reply reply = STAGE.client("legal").chat(Client.chatOf("chat"));

        assertThat(reply.keysTried()).containsExactly("contract");
        assertThat(asked()).containsExactly("sk-contract");

        forgetCalls();
        Reply refused = STAGE.client("orphan").chat(Client.chatOf("chat"));

        assertRefused(refused);
        assertThat(refused.exclusions())
                .contains(
                        "a1 PRIORITIZED data_policy:zdr",
                        "g1 PRIORITIZED data_policy:zdr",
                        "contract PRIORITIZED key_filter:api_key",
                        "as SHARED strict",
                        "bs SHARED strict",
                        "b9 FALLBACK data_policy:zdr");
        assertThat(remedy(refused)).contains("zero data retention is demanded");
        assertThat(refused.error().at("/availability/code").asString()).isEqualTo("privacy_restricted");
        assertThat(refused.error().at("/availability/requested_models/0").asString())
                .isEqualTo("chat");
        assertThat(refused.error().at("/availability/excluded_by").toString()).contains("\"data_policy:zdr\"");
        assertThat(asked()).isEmpty();
    }

    @Test
    void zeroRetentionWithSharedFallback() {
        STAGE.upstream("alpha").on("sk-contract", Answers.rateLimited(20)).on("sk-a1", Answers.ok("from a1"));
        STAGE.upstream("beta").on("sk-bs", Answers.ok("from shared"));

        Reply shared = STAGE.client("private").chat(Client.chatOf("chat"));

        assertThat(shared.status()).as(shared.body()).isEqualTo(200);
        assertThat(shared.header("x-byok-key")).isEqualTo("bs");
        assertThat(shared.header("x-byok-tier")).isEqualTo("SHARED");
        assertThat(asked()).containsExactly("sk-contract", "sk-bs");

        STAGE.upstream("beta").on("sk-bs", Answers.rateLimited(20)).on("sk-b9", Answers.ok("retained"));
        STAGE.upstream("alpha").on("sk-a9", Answers.ok("from the reserve"));
        Reply reserve = STAGE.client("private").chat(Client.chatOf("chat"));

        assertThat(reserve.header("x-byok-key")).isEqualTo("a9");
        assertThat(asked()).doesNotContain("sk-a1", "sk-as", "sk-b9");
    }

    @Test
    void theEnvironmentsDataClassHoldsBesideTheCallersOwn() {
        limitEveryKey();

        Reply reply = STAGE.client("sealed").chat(Client.chatOf("chat"));

        assertRefused(reply);
        assertThat(reply.exclusions())
                .contains("? ? data_policy:training", "bs SHARED strict", "g1 PRIORITIZED data_policy:zdr");
        assertThat(STAGE.client("sealed").chat(Client.chatOf("mini")).exclusions())
                .containsExactly("? ? data_policy:training");
        assertThat(asked()).isEmpty();
    }

    @Test
    void aRequestMayNameAnotherProfileOfItsCaller() {
        limitEveryKey();

        Reply own = STAGE.client("chooser").chat(Client.chatOf("chat"));
        STAGE.gateway().health().forget();
        Reply named = STAGE.client("chooser").chat(Client.chatOf("chat"), PROFILE, "single");
        STAGE.gateway().health().forget();
        Reply itself = STAGE.client("chooser").chat(Client.chatOf("chat"), PROFILE, "private");

        assertThat(own.keysTried()).containsExactly("bs");
        assertThat(named.keysTried()).containsExactly("a1");
        assertThat(itself.keysTried()).containsExactly("bs");
        assertThat(DryRun.of(STAGE.client("chooser"), Client.chatOf("chat"), PROFILE, "single")
                        .plan()
                        .path("profile")
                        .asString())
                .isEqualTo("single");
    }

    @Test
    void theRequestsDataClassHoldsWhateverProfileIsNamed() {
        Reply reply = STAGE.client("chooser").chat(Client.chatOf("chat"), PROFILE, "single", CLASS, "nowhere");

        assertRefused(reply);
        assertThat(asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"chooser, standard", "chooser, unheard-of", "agent, private", "chooser, ''"})
    void refusesAProfileThatIsNotItsCallers(String caller, String profile) {
        Reply reply = STAGE.client(caller).chat(Client.chatOf("chat"), PROFILE, profile);

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("profile_not_allowed");
        assertThat(asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "agent, secret,   400, invalid_header",
        "agent, '',       400, invalid_header",
        "coder, internal, 403, data_class_not_allowed",
        "sealed, legal,   403, data_class_not_allowed"
    })
    void refusesADataClassThatIsNoneOrMoreOpen(String caller, String dataClass, int status, String code) {
        Reply reply = STAGE.client(caller).chat(Client.chatOf("chat"), CLASS, dataClass);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.errorMessage()).startsWith(CLASS);
        assertThat(asked()).isEmpty();
    }

    @Test
    void refusesTwoDataClassesAtOnce() {
        Reply reply = STAGE.client().chat(Client.chatOf("chat"), CLASS, "code", CLASS, "legal");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    }

    @Test
    void servesWhoNamesItsOwnDataClassOrALaterOne() {
        STAGE.upstream("beta").on("sk-bs", Answers.ok("hello"));

        assertThat(STAGE.client("coder")
                        .chat(Client.chatOf("chat"), CLASS, "code")
                        .status())
                .isEqualTo(200);
        // What the later class does not forbid, the caller's own still does.
        assertThat(STAGE.client("coder")
                        .chat(Client.chatOf("mini"), CLASS, "nowhere")
                        .exclusions())
                .containsExactly("? ? data_policy:training");
    }

    @Test
    void aRouteNamesADataClassToo() {
        limitEveryKey();

        Reply legal = on("/legal").chat(Client.chatOf("chat"));
        Reply both = on("/both").chat(Client.chatOf("chat"));

        assertThat(legal.keysTried()).containsExactly("contract");
        assertRefused(both);
        assertThat(both.exclusions()).contains("? ? data_policy:training", "bs SHARED region");
        assertThat(models("/legal")).containsExactlyInAnyOrder("chat", "mini");
        assertThat(models("/both")).isEmpty();
    }

    @Test
    void aRouteWhoseDataClassThePolicyDoesNotHaveServesNobody() {
        Reply reply = on("/unheard").chat(Client.chatOf("chat"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("route_misconfigured");
        assertThat(reply.errorMessage()).contains("ByokDataClass=unheard-of");
        assertThat(asked()).isEmpty();
    }

    @Test
    void aDryRunSaysWhatIsDemanded() {
        JsonNode open = DryRun.of(STAGE.client(), Client.chatOf("chat")).plan();
        JsonNode closed = DryRun.of(STAGE.client("coder"), Client.chatOf("chat"), CLASS, "regulated")
                .plan();

        assertThat(open.path("content")).isEmpty();
        assertThat(closed.path("content").toString())
                .isEqualTo(
                        "{\"zdr\":\"required\",\"training\":\"forbidden\",\"regions\":[\"eu\"],\"retention\":\"none\"}");
        assertThat(closed.path("strict").asString()).isEqualTo("own-keys");
    }

    private static void assertRefused(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("no_eligible_route");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
    }

    private static String remedy(Reply reply) {
        return reply.error().path("metadata").path("remedy_hint").asString("");
    }

    private static List<String> whoDemanded(Reply reply) {
        List<String> files = new ArrayList<>();
        for (JsonNode row : reply.error().path("metadata").path("excluded_by")) {
            files.add(row.path("file").asString());
        }
        return files;
    }

    /** Returns what all providers were asked with, provider by provider. */
    private static List<String> asked() {
        List<String> credentials = new ArrayList<>();
        List.of("alpha", "beta", "gamma")
                .forEach(name -> credentials.addAll(STAGE.upstream(name).credentials()));
        return credentials;
    }

    private static void forgetCalls() {
        List.of("alpha", "beta", "gamma").forEach(name -> STAGE.upstream(name).forget());
    }

    private static void limitEveryKey() {
        List.of("a1", "contract", "a9", "as")
                .forEach(key -> STAGE.upstream("alpha").on("sk-" + key, Answers.rateLimited(20)));
        List.of("bs", "b9").forEach(key -> STAGE.upstream("beta").on("sk-" + key, Answers.rateLimited(20)));
        STAGE.upstream("gamma").on("sk-g1", Answers.rateLimited(20));
    }

    private static Client on(String route) {
        return new Client(
                "http://127.0.0.1:" + STAGE.gateway().port() + route,
                STAGE.policy().gatewayKey("agent"));
    }

    private static List<String> models(String route) {
        Reply reply = on(route)
                .send(HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + STAGE.gateway().port() + route + "/models"))
                        .header("authorization", "Bearer " + STAGE.policy().gatewayKey("agent"))
                        .build());
        List<String> ids = new ArrayList<>();
        for (JsonNode row : reply.json().path("data")) {
            ids.add(row.path("id").asString());
        }
        return ids;
    }
}
