package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked first: by the request's word, its profile's, its conversation, the keys' turns, or as it is drawn. */
class RankingE2ETests {

    private static final int TURNS = 20;

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.price(
                    "alpha/dear", "{ prompt: 2, completion: 8 }")
            .price("beta/cheap", "{ prompt: 1, completion: 4 }")
            .price("alpha/even", "{ prompt: 1, completion: 4 }")
            .price("beta/even", "{ prompt: 1, completion: 4 }")
            .model("m/priced", "", "alpha/dear", "beta/cheap")
            .model("m/even", "", "alpha/even", "beta/even")
            .key("alpha", "prioritized", "a1", "")
            .key("alpha", "prioritized", "a2", "")
            .key("beta", "prioritized", "b1", "")
            .shared("beta", "bs")
            .profile("ordered", "order: [alpha, beta]")
            .profile("cheapest", "sort: price")
            .profile("turning", "order: [alpha, beta], rotation: round-robin")
            .profile("forgetful", "order: [alpha, beta], rotation: round-robin, sticky: none")
            .profile("mixed", "order: [beta, alpha], own-keys-first: false")
            .profile("attentive", "order: [alpha, beta], rotation: round-robin, sticky: conversation")
            .caller("attentive", "profile: attentive")
            .caller("ordered", "profile: ordered")
            .caller("cheapest", "profile: cheapest")
            .caller("turning", "profile: turning")
            .caller("forgetful", "profile: forgetful")
            .caller("mixed", "profile: mixed"));

    @BeforeEach
    void everybodyAnswers() {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("a1")).on("sk-a2", Answers.ok("a2"));
        STAGE.upstream("beta").on("sk-b1", Answers.ok("b1")).on("sk-bs", Answers.ok("bs"));
    }

    private static String chat(String model, String members) {
        return "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(model, members);
    }

    /** Returns the keys that served so many requests. */
    private static List<String> served(int requests, String caller, String body, String... headers) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            Reply reply = STAGE.client(caller).chat(body, headers);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            keys.add(reply.header("x-byok-key"));
        }
        return keys;
    }

    @Test
    void equallyCheapEndpointsBothLead() {
        assertThat(new HashSet<>(served(60, "agent", chat("m/even", "")))).containsExactlyInAnyOrder("a1", "b1");
    }

    @Test
    void theProfilesOrderIsKept() {
        assertThat(served(TURNS, "ordered", chat("m/even", ""))).containsOnly("a1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"provider\":{\"sort\":\"price\"},", "\"provider\":{\"order\":[\"beta\"]},"})
    void theRequestsWordIsStrongerThanTheProfiles(String members) {
        assertThat(served(TURNS, "ordered", chat("m/priced", members))).containsOnly("b1");
    }

    @Test
    void theProfileMaySort() {
        assertThat(served(TURNS, "cheapest", chat("m/priced", ""))).containsOnly("b1");
    }

    @Test
    void aVariantOfTheModelSortsAndIsNoPartOfItsName() {
        Reply reply = STAGE.client("ordered").chat(chat("m/priced:floor", ""));

        assertThat(reply.header("x-byok-key")).isEqualTo("b1");
        assertThat(reply.header("x-byok-model")).isEqualTo("m/priced");
        assertThat(STAGE.upstream("beta").calls().get(0).body()).contains("\"cheap\"");
        assertThat(STAGE.client().chat(chat("m/priced:nitro", "")).status()).isEqualTo(200);
        assertThat(STAGE.client().chat(chat("m/priced:exotic", "")).errorCode()).isEqualTo("model_not_found");
    }

    @Test
    void withoutFallbacksOnlyTheNamedProviderIsAsked() {
        STAGE.upstream("beta").on("sk-b1", Answers.rateLimited(11)).on("sk-bs", Answers.rateLimited(11));

        Reply reply =
                STAGE.client().chat(chat("m/priced", "\"provider\":{\"order\":[\"beta\"],\"allow_fallbacks\":false},"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.keysTried()).containsExactly("b1", "bs");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void sharedCapacityComesInBetweenWhereTheProfileSaysSo() {
        STAGE.upstream("beta").on("sk-b1", Answers.rateLimited(11));

        assertThat(served(1, "mixed", chat("m/even", ""))).containsExactly("bs");
    }

    @Test
    void keysTakeTurns() {
        List<String> keys = served(6, "turning", chat("m/even", ""));

        assertThat(keys.subList(0, 2)).containsExactlyInAnyOrder("a1", "a2");
        assertThat(keys.subList(2, 4)).isEqualTo(keys.subList(0, 2));
        assertThat(keys.subList(4, 6)).isEqualTo(keys.subList(0, 2));
    }

    @Test
    void aConversationKeepsItsEndpointAndKey() {
        for (String caller : List.of("turning", "agent")) {
            List<String> keys = served(TURNS, caller, chat("m/even", "\"session_id\":\"c-" + caller + "\","));

            assertThat(new HashSet<>(keys)).as(caller + ": " + keys).hasSize(1);
        }
    }

    @Test
    void theHeaderNamesAConversationToo() {
        List<String> keys = served(TURNS, "agent", chat("m/even", ""), "x-session-id", "by-header");

        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    @Test
    void theBodysNameIsStrongerThanTheHeadersAndThatThanTheCachesKey() {
        String first = served(1, "turning", chat("m/even", "\"session_id\":\"c-1\","), "x-session-id", "c-2")
                .get(0);
        String second = served(1, "turning", chat("m/even", "\"prompt_cache_key\":\"c-1\","), "x-session-id", "c-2")
                .get(0);

        assertThat(second).isNotEqualTo(first);
        assertThat(served(TURNS, "turning", chat("m/even", "\"session_id\":\"c-1\",")))
                .containsOnly(first);
        assertThat(served(TURNS, "turning", chat("m/even", ""), "x-session-id", "c-2"))
                .containsOnly(second);
    }

    @Test
    void aConversationMayBeToldByItsFirstMessages() {
        String system = "{\"role\":\"system\",\"content\":\"be brief\"},";
        String later = ",{\"role\":\"assistant\",\"content\":\"yes?\"},{\"role\":\"user\",\"content\":\"go on\"}";
        String chat = "{\"model\":\"m/even\",\"messages\":[" + system + "{\"role\":\"user\",\"content\":\"%s\"}%s]}";

        String one = served(1, "attentive", chat.formatted("one", "")).get(0);
        String other = served(1, "attentive", chat.formatted("other", "")).get(0);

        assertThat(other).isNotEqualTo(one);
        assertThat(served(TURNS, "attentive", chat.formatted("one", later))).containsOnly(one);
        assertThat(served(TURNS, "attentive", chat.formatted("other", later))).containsOnly(other);
        assertThat(new HashSet<>(served(TURNS, "turning", chat.formatted("one", later))))
                .hasSize(2);
    }

    @Test
    void aProfileMayForgetConversations() {
        List<String> keys = served(4, "forgetful", chat("m/even", "\"session_id\":\"c-forgotten\","));

        assertThat(new HashSet<>(keys)).containsExactlyInAnyOrder("a1", "a2");
    }

    @Test
    void aConversationGoesBackAfterOneFailure() {
        String turn = chat("m/even", "\"session_id\":\"c-failing\",");
        String key = served(3, "turning", turn).get(2);
        String other = key.equals("a1") ? "a2" : "a1";
        STAGE.upstream("alpha").on("sk-" + key, Answers.status(503, "{}"));

        assertThat(served(1, "turning", turn)).containsExactly(other);
        STAGE.upstream("alpha").on("sk-" + key, Answers.ok(key));
        assertThat(served(3, "turning", turn)).containsOnly(key);
    }

    @Test
    void aDryRunTellsTheLikeliestOrderEachTime() {
        List<String> likeliest = DryRun.of(STAGE.client(), chat("m/priced", "")).attempts();

        assertThat(likeliest)
                .containsExactly(
                        "m/priced beta b1 PRIORITIZED",
                        "m/priced alpha a1 PRIORITIZED",
                        "m/priced alpha a2 PRIORITIZED",
                        "m/priced beta bs SHARED");
        for (int i = 0; i < 10; i++) {
            assertThat(DryRun.of(STAGE.client(), chat("m/priced", "")).attempts())
                    .isEqualTo(likeliest);
        }
    }
}
