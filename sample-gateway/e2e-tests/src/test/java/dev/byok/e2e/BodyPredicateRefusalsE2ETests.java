package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of requests whose body cannot choose a route: it is refused, nobody knows the caller, or nobody waits. */
@ExtendWith({LeakWatch.class, OutputCaptureExtension.class})
class BodyPredicateRefusalsE2ETests {

    private static final ModelRoutes ROUTES = new ModelRoutes();

    @RegisterExtension
    static final Stage STAGE = ROUTES.stage();

    @AfterAll
    static void stop() {
        ROUTES.backend().close();
    }

    @BeforeEach
    void forget() {
        ROUTES.startAfresh();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":", "not json", "[]", "{\"messages\":[]}", "{\"model\":\"a\",\"model\":\"b\"}"})
    void aBodyThatIsNoRequestIsRefusedByTheFirstRouteOfOurs(String body) {
        Reply reply = ROUTES.post("/any", body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_body");
        assertThat(reply.headers().allValues("x-route")).containsExactly("whole");
        assertThat(ROUTES.backend().take()).isEmpty();
    }

    @Test
    void aRouteOfTheHostsIsNotChosenByABodyThatIsNoRequest() {
        Reply reply = ROUTES.post("/half", "not json");

        assertThat(reply.headers().allValues("x-route")).containsExactly("half");
        assertThat(ROUTES.backend().take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo("not json"));
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        RawHttp.Answer declared = raw(ROUTES.head("/any", "content-length", "" + 65 * 1024) + "{");
        RawHttp.Answer chunked = flooded("/any");

        Refusal.assertRefused(declared, 413, "invalid_request_error", "body_too_large");
        Refusal.assertRefused(chunked, 413, "invalid_request_error", "body_too_large");
        assertThat(declared.keepsTheConnection()).isFalse();
    }

    @Test
    void aBodyThatStallsIsRefused() throws IOException {
        RawHttp.Answer answer = raw(ROUTES.head("/any", "content-length", "100") + "{");

        Refusal.assertRefused(answer, 408, "invalid_request_error", "body_timeout");
    }

    @Test
    void aBodyOfAnotherKindIsRefused() throws IOException {
        RawHttp.Answer answer = raw(RawHttp.head(
                        "POST",
                        "/any/chat/completions",
                        ROUTES.key(),
                        "content-type",
                        "text/plain",
                        "content-length",
                        "2")
                + "{}");

        Refusal.assertRefused(answer, 415, "invalid_request_error", "unsupported_media_type");
    }

    @Test
    void aRouteOfTheHostsStillGetsABodyThatIsTooLargeForUsByItsDeclaredLength() throws IOException {
        String body = "{\"model\":\"legacy/bot\",\"x\":\"" + "x".repeat(70_000) + "\"}";

        RawHttp.Answer answer = raw(ROUTES.head("/half", "content-length", "" + body.length()) + body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(ROUTES.backend().take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
    }

    @Test
    void aBodyThatWasGivenUpHalfReadGoesToNoRouteOfTheHosts() throws IOException {
        RawHttp.Answer answer = flooded("/half");

        Refusal.assertRefused(answer, 413, "invalid_request_error", "body_too_large");
        assertThat(answer.keepsTheConnection()).isFalse();
        assertThat(ROUTES.backend().take()).isEmpty();
    }

    @Test
    void anUnknownCallersBodyIsNeverRead() throws IOException {
        String head = RawHttp.head(
                "POST",
                "/only/chat/completions",
                PolicyDirectory.gatewayKey(),
                "content-type",
                "application/json",
                "transfer-encoding",
                "chunked");
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            connection.send(head);

            RawHttp.Answer answer = connection.read();
            long sent = connection.flood(" ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII), 128 << 20);

            Refusal.assertRefused(answer, 401, "invalid_request_error", "invalid_api_key");
            assertThat(sent).isLessThan(64 << 20);
            assertThat(connection.closed()).isTrue();
        }
        assertThat(ModelRoutes.READS).hasValue(0);
    }

    @Test
    void anUnknownCallerGoesToARouteThatDoesNotAsk() {
        Reply reply = ROUTES.stranger("/any").chat(Client.chatOf("openai/gpt"));

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
    }

    @Test
    void aModelThatNoRouteTakesIsTheHosts404() {
        Reply reply = ROUTES.post("/only", Client.chatOf("meta/llama"));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers().map()).doesNotContainKey("x-byok-generation-id");
    }

    @Test
    void aPathThatNobodyServesStaysTheHosts404ForStrangersToo() {
        Reply reply = ROUTES.stranger("/nowhere").chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void countsAClientThatLeavesInTheMiddleOfItsBodyAsGone(CapturedOutput log) throws IOException {
        leaveInTheMiddle("/only", "content-length", "100");

        await().untilAsserted(() -> assertThat(log).contains("outcome=cancelled"));
        assertThat(log).doesNotContain("500 Server Error");
    }

    @Test
    void everythingIsFreeAgainHoweverARequestEnded() throws IOException {
        for (int i = 0; i < 5; i++) {
            for (String path : new String[] {"/any", "/only", "/half"}) {
                leaveInTheMiddle(path, "content-length", "60000");
                leaveInTheMiddle(path, "transfer-encoding", "chunked");
                ROUTES.post(path, Client.chatOf("nobody/knows"));
                ROUTES.post(path, "no json");
            }
        }
        String large = Client.chatOf("openai/gpt");
        String padded = large + " ".repeat(64 * 1024 - large.length());

        await().untilAsserted(
                        () -> assertThat(ROUTES.post("/only", padded).status()).isEqualTo(200));
    }

    private static void leaveInTheMiddle(String path, String... headers) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            connection.send(ROUTES.head(path, headers) + "1\r\n{\r\n");
        }
    }

    private static RawHttp.Answer flooded(String path) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            connection.send(ROUTES.head(path, "transfer-encoding", "chunked"));
            connection.flood(" ".repeat(1024).getBytes(StandardCharsets.US_ASCII), 70 * 1024);
            return connection.read();
        }
    }

    private static RawHttp.Answer raw(String request) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            return connection.send(request).read();
        }
    }
}
