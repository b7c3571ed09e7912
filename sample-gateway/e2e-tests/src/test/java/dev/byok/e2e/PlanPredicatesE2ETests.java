package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes chosen by what would be planned for a request, by how long it is and by what kind of content it has. */
@ExtendWith(LeakWatch.class)
class PlanPredicatesE2ETests {

    private static final String CLASS = "x-byok-data-class";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta", "data-policy: { zdr: true }")
            .policy(policy -> policy.model("chat", "", "alpha/chat", "beta/chat")
                    .model("mini", "", "beta/mini")
                    .dataClass("internal", "retention: none")
                    .dataClass("code", "zdr: required")
                    .dataClass("legal", "zdr: required, strict: own-keys")
                    .boundedProfile("single", 1)
                    .caller("coder", "data-class: code")
                    .caller("single", "profile: single")
                    .prioritized("alpha", "a1", "a2")
                    .shared("beta", "bs")
                    .fallback("alpha", "a9"))
            .host(ModelRoutes.CountingHost.class)
            .properties(new Routes(1)
                    .byok("own", "Path=/tier/**;ByokTier=PRIORITIZED")
                    .byok("shared", "Path=/tier/**;ByokTier=SHARED")
                    .byok("reserve", "Path=/tier/**;ByokTier=FALLBACK,PRIORITIZED")
                    .byok("strict", "Path=/narrow/**;ByokTier=SHARED", "ByokStrict")
                    .byok("worded", "Path=/worded/**;ByokTier=SHARED", "AddRequestHeader=x-byok-strict, own-keys")
                    .byok("short", "Path=/tokens/**;ByokPromptTokens=0,100")
                    .byok("long", "Path=/tokens/**;ByokPromptTokens=101")
                    .byok("thinking", "Path=/needs/**;ByokCapability=reasoning,structured-output")
                    .byok("acting", "Path=/needs/**;ByokCapability=tools")
                    .byok("talking", "Path=/needs/**")
                    .byok("closed", "Path=/class/**;ByokDataClass=code")
                    .byok("sealed", "Path=/class/**;ByokDataClass=leg*")
                    .byok("open", "Path=/class/**")
                    .properties());

    @BeforeEach
    void answer() {
        STAGE.upstream("alpha")
                .on("sk-a1", Answers.ok("hello"))
                .on("sk-a2", Answers.ok("hello"))
                .on("sk-a9", Answers.ok("hello"));
        STAGE.upstream("beta").on("sk-bs", Answers.ok("hello"));
        ModelRoutes.READS.set(0);
        STAGE.gateway().health().takeLooks();
    }

    @Test
    void theTierThatIsPossibleNowChoosesTheRoute() {
        assertRoute(chat("/tier", "agent", "chat"), 200, "own");

        limit("alpha", "a1", "a2");
        chat("/v1", "agent", "chat");

        assertRoute(chat("/tier", "agent", "chat"), 200, "shared");

        limit("beta", "bs");
        chat("/v1", "agent", "chat");

        assertRoute(chat("/tier", "agent", "chat"), 200, "reserve");
    }

    @Test
    void aRouteForAnotherTierDoesNotMatch() {
        assertRoute(chat("/tier", "agent", "mini"), 200, "shared");
    }

    @Test
    void whereNoTierIsPossibleNoRouteMatches() {
        limit("alpha", "a1", "a2", "a9");
        limit("beta", "bs");
        chat("/v1", "agent", "chat");

        assertThat(chat("/tier", "agent", "chat").status()).isEqualTo(404);
    }

    @Test
    void onlyAttemptsThatTheRequestMayMakeAreCounted() {
        assertThat(chat("/worded", "agent", "chat").headers().allValues("x-route"))
                .containsExactly("worded");
        assertThat(chat("/worded", "single", "chat").status()).isEqualTo(404);
    }

    @Test
    void theBodyIsReadOnceAndThePlanMadeOnce() {
        chat("/v1", "agent", "mini");
        int looks = STAGE.gateway().health().takeLooks();
        ModelRoutes.READS.set(0);

        assertRoute(chat("/tier", "agent", "mini"), 200, "shared");

        // The first predicate looked for keys of its own tier, too, and found what the second one and the filter used.
        assertThat(STAGE.gateway().health().takeLooks()).isEqualTo(looks);
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @Test
    void aRouteThatNarrowsHasAPlanOfItsOwn() {
        limit("alpha", "a1", "a2", "a9");

        Reply reply = chat("/narrow", "agent", "chat");

        assertRoute(reply, 429, "strict");
        assertThat(reply.keysTried()).containsExactly("a1", "a2", "a9");
        assertThat(reply.exclusions()).containsExactly("bs SHARED strict");
    }

    @Test
    void aHeaderThatTheHostAddsIsHeeded() {
        limit("alpha", "a1", "a2", "a9");

        Reply reply = chat("/worded", "agent", "chat");

        assertRoute(reply, 429, "worded");
        assertThat(reply.exclusions()).containsExactly("bs SHARED strict");
    }

    @Test
    void theRequestsOwnHeadersAreHeeded() {
        assertThat(chat("/worded", "agent", "mini", "x-byok-strict", "own-keys").status())
                .isEqualTo(404);
        assertThat(chat("/tier", "agent", "chat", "x-byok-substitution", "refuse")
                        .headers()
                        .allValues("x-route"))
                .containsExactly("own");
    }

    @ParameterizedTest
    @CsvSource({
        "unheard-of, x-byok-strict, own-keys, 404, model_not_found",
        "chat, x-byok-strict, perhaps, 400, invalid_header",
        "chat, x-byok-profile, unheard-of, 403, profile_not_allowed"
    })
    void aRequestThatIsRefusedIsRefusedByTheFirstRouteOfOurs(
            String model, String header, String value, int status, String code) {
        Reply reply = chat("/tier", "agent", model, header, value);

        assertRoute(reply, status, "own");
        assertThat(reply.errorCode()).isEqualTo(code);
    }

    /** A server says 100 Continue as soon as somebody reads the body. */
    @ParameterizedTest
    @ValueSource(strings = {"/tier", "/tokens", "/needs", "/class"})
    void theBodyOfAStrangerIsNotRead(String route) throws IOException {
        String head = RawHttp.head(
                "POST",
                route + "/chat/completions",
                PolicyDirectory.gatewayKey(),
                "content-type",
                "application/json",
                "content-length",
                "40",
                "expect",
                "100-continue");

        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            assertThat(connection.send(head).read().status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"100, short", "400, short", "403, short", "404, long", "4000, long"})
    void theLengthOfThePromptChoosesTheRoute(int bytes, String route) {
        String body = Client.chatOf("chat");

        assertRoute(client("/tokens", "agent").chat(body + " ".repeat(bytes - body.length())), 200, route);
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'tools':[{'type':'function'}] | acting",
                "'tools':[] | talking",
                "'tools':null | talking",
                "'response_format':{'type':'json_schema'} | thinking",
                "'response_format':{'type':'text'} | talking",
                "'reasoning_effort':'high','tools':[{}] | thinking",
                "'user':'tools' | talking"
            })
    void whatTheRequestNeedsOfAModelChoosesTheRoute(String fields, String route) {
        String body = "{\"model\":\"chat\",\"messages\":[]," + fields.replace('\'', '"') + "}";

        assertRoute(client("/needs", "agent").chat(body), 200, route);
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "agent, , open",
        "agent, internal, open",
        "agent, code, closed",
        "agent, legal, sealed",
        "coder, , closed",
        "coder, code, closed",
        "coder, legal, sealed"
    })
    void theKindOfContentChoosesTheRoute(String caller, @Nullable String named, String route) {
        Client client = client("/class", caller);

        Reply reply =
                named == null ? client.chat(Client.chatOf("chat")) : client.chat(Client.chatOf("chat"), CLASS, named);

        assertThat(reply.headers().allValues("x-route")).containsExactly(route);
    }

    @ParameterizedTest
    @CsvSource({"coder, internal, 403, data_class_not_allowed", "agent, unheard-of, 400, invalid_header"})
    void aDataClassThatMayNotBeNamedIsRefusedByTheFirstRouteOfOurs(
            String caller, String named, int status, String code) {
        Reply reply = client("/class", caller).chat(Client.chatOf("chat"), CLASS, named);

        assertRoute(reply, status, "closed");
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(List.of(
                        STAGE.upstream("alpha").calls().size(),
                        STAGE.upstream("beta").calls().size()))
                .containsOnly(0);
    }

    private static void assertRoute(Reply reply, int status, String route) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().allValues("x-route")).containsExactly(route);
    }

    private static Reply chat(String route, String caller, String model, String... headers) {
        return client(route, caller).chat(Client.chatOf(model), headers);
    }

    private static void limit(String provider, String... keys) {
        for (String key : keys) {
            STAGE.upstream(provider).on("sk-" + key, Answers.rateLimited(20));
        }
    }

    private static Client client(String route, String caller) {
        return new Client(origin() + route, STAGE.policy().gatewayKey(caller));
    }

    private static String origin() {
        return "http://127.0.0.1:" + STAGE.gateway().port();
    }
}
