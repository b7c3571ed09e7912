package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request may ask for and cost, and what is sent for one that asks for nothing. */
class CeilingsE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta", "together", "/v1", "", List.of("beta"))
            .policy(policy -> policy.price("alpha/chat", "{ prompt: 1, completion: 1000 }")
                    .price("beta/other", "{ prompt: 1, completion: 1000 }")
                    .model("chat", "", "alpha/chat")
                    .model("other", "", "beta/other")
                    .model("short", "max-output: 50", "alpha/chat")
                    .model("tiny", "context: 60", "alpha/tiny")
                    .environment("lab", "max-tokens: 100")
                    .profile("brief", "max-tokens: 80")
                    .caller("curt", "environment: lab, profile: brief")
                    .caller("frugal", "max-price-per-request: 0.1")
                    .caller("plain", "")
                    .prioritized("alpha", "a1")
                    .prioritized("beta", "b1"));

    @ParameterizedTest
    @CsvSource({"max_tokens, 81", "max_completion_tokens, 100", "max_tokens, 99999999999"})
    void whoAsksForMoreIsRefused(String field, String asked) {
        Reply reply = STAGE.client("curt").chat("{\"model\":\"chat\",\"" + field + "\":" + asked + "}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.errorCode()).isEqualTo("max_tokens_not_allowed");
        assertThat(reply.errorMessage())
                .isEqualTo(
                        "'max_tokens' or 'max_completion_tokens' asks for a longer answer than the 80 tokens that the"
                                + " policy allows: see metadata.excluded_by");
        assertThat(reply.error().path("param").asString()).isEqualTo("max_tokens");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(reply.excludedEndpoints()).containsExactly("chat alpha max_tokens profiles.yml");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"model":"chat"}                                   | {"max_completion_tokens":80,"model":"chat"}
                    {"model":"chat","max_tokens":null}                 | {"model":"chat","max_tokens":80}
                    {"model":"chat","max_tokens":80}                   | {"model":"chat","max_tokens":80}
                    {"model":"short"}                                  | {"model":"chat"}
                    """)
    void whoAsksForNothingIsSentWithTheCeiling(String body, String sent) {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("x"));

        Reply reply = STAGE.client("curt").chat(body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(STAGE.upstream("alpha").calls().get(0).body()).isEqualTo(sent);
    }

    @Test
    void otherProvidersAreToldInTheirWord() {
        STAGE.upstream("beta").on("sk-b1", Answers.ok("x"));

        STAGE.client("curt").chat("{\"model\":\"other\"}");

        assertThat(STAGE.upstream("beta").calls().get(0).body()).isEqualTo("{\"max_tokens\":80,\"model\":\"other\"}");
    }

    @Test
    void completionsGetWhatTheirApiGivesAndEmbeddingsNothing() {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("x"));

        post("/completions", "{\"model\":\"chat\",\"prompt\":\"x\"}");
        post("/embeddings", "{\"model\":\"chat\",\"input\":\"x\"}");

        assertThat(STAGE.upstream("alpha").calls().stream().map(call -> call.body()))
                .containsExactly(
                        "{\"max_tokens\":16,\"model\":\"chat\",\"prompt\":\"x\"}",
                        "{\"model\":\"chat\",\"input\":\"x\"}");
    }

    @Test
    void whoHasNoCeilingIsSentAsItIs() {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("x"));

        STAGE.client("plain").chat("{\"model\":\"chat\",\"max_tokens\":null}");

        assertThat(STAGE.upstream("alpha").calls().get(0).body()).isEqualTo("{\"model\":\"chat\",\"max_tokens\":null}");
    }

    /** The answer costs a thousandth of a dollar per token. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"model":"chat","max_tokens":99}            | 200
                    {"model":"chat","max_tokens":101}           | 403
                    {"model":"chat","max_tokens":51,"n":2}      | 403
                    {"model":"chat"}                            | 403
                    {"model":"short"}                           | 200
                    """)
    void noRequestMayCostMoreThanItsCeiling(String body, int status) {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("x"));

        Reply reply = STAGE.client("frugal").chat(body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(reply.errorCode()).isEqualTo("no_eligible_route");
            assertThat(reply.excludedEndpoints().get(0)).contains("max_price:request workspaces/acme.yml");
        }
    }

    @Test
    void aModelThatTheAnswerFillsIsPassedOverForALargerOne() {
        STAGE.upstream("alpha").on("sk-a1", Answers.ok("x"));

        Reply larger = STAGE.client("plain").chat("{\"models\":[\"chat\"],\"model\":\"tiny\",\"max_tokens\":60}");
        Reply alone = STAGE.client("plain").chat("{\"model\":\"tiny\",\"max_tokens\":60}");

        assertThat(larger.header("x-byok-model")).isEqualTo("chat");
        assertThat(larger.header("x-byok-attempts")).isEqualTo("1");
        assertThat(alone.header("x-byok-model")).isEqualTo("tiny");
    }

    @Test
    void aDryRunTellsTheCeiling() {
        DryRun bounded = DryRun.of(STAGE.client("curt"), "{\"model\":\"chat\"}");
        DryRun refused = DryRun.of(STAGE.client("curt"), "{\"model\":\"chat\",\"max_tokens\":90}");

        assertThat(bounded.plan().path("completion_tokens").asInt()).isEqualTo(80);
        assertThat(refused.refusal()).isEqualTo("403 max_tokens_not_allowed");
    }

    private static Reply post(String path, String body) {
        Client client = STAGE.client("curt");
        return client.send(client.request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
