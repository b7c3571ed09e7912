package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Images that requests refer to by https, for Bedrock, which cannot fetch them. */
@ExtendWith(LeakWatch.class)
class ImagesE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String FIELD = "messages[0].content[1].image_url.url";
    private static final int MOST = 30_000;

    private static final ImageHost HOST = new ImageHost();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .provider("gpt")
            .policy(policy -> {
                policy.images("hosts: [\"" + HOST.name()
                                + "\", images.invalid], allow-private-network: true, timeout: 6s," + " max-bytes: "
                                + MOST)
                        .model("alone", "", "bedrock/" + CLAUDE)
                        .model("first", "", "bedrock/" + CLAUDE, "gpt/gpt-x")
                        .profile("hedging", "hedge-after: 150ms")
                        .caller("hedger", "profile: hedging")
                        .prioritized("gpt", "g1");
                key(policy, "b1", "AKIDB1");
                key(policy, "b2", "AKIDB2");
            })
            .properties(HOST.properties())
            .properties("byok.max-body=50KB", "byok.max-buffered-bytes=384KB");

    private CapturedLog lines;

    private static void key(PolicyText policy, String name, String id) {
        String value = "{\"accessKeyId\":\"" + id + "\",\"secretAccessKey\":\"secret\"}";
        policy.keyAt("bedrock", name, policy.directory().secret(name, value));
    }

    @AfterAll
    static void stop() {
        HOST.close();
    }

    @BeforeEach
    void startAfresh() {
        HOST.startAfresh();
        bedrock().on("AKIDB1", BedrockAnswers.ok("Hello")).on("AKIDB2", BedrockAnswers.ok("Hello"));
        gpt().on("sk-g1", Answers.ok("from gpt"));
        lines = CapturedLog.of("dev.byok.generation");
    }

    @AfterEach
    void stopListening() {
        lines.close();
    }

    private static FakeProvider bedrock() {
        return STAGE.upstream("bedrock");
    }

    private static FakeProvider gpt() {
        return STAGE.upstream("gpt");
    }

    private static String chat(String model, String... urls) {
        StringBuilder content = new StringBuilder("[{\"type\":\"text\",\"text\":\"What is this?\"}");
        for (String url : urls) {
            content.append(",{\"type\":\"image_url\",\"image_url\":{\"url\":\"")
                    .append(url)
                    .append("\"}}");
        }
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "]}]}";
    }

    private static JsonNode told(int call) {
        return JSON.readTree(bedrock().calls().get(call).body()).at("/messages/0/content");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    // ---- served

    @Test
    void fetchesWhatTheProviderCannot() {
        Reply reply = STAGE.client().chat(chat("first", HOST.url("a.png?signature=secret")), "cookie", "a=b");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("bedrock");
        assertThat(told(0))
                .isEqualTo(JSON.readTree(
                        "[{\"text\":\"What is this?\"},{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\""
                                + base64(ImageHost.PNG) + "\"}}}]"));
        assertThat(HOST.asked()).containsExactly("/a.png?signature=secret");
        assertThat(HOST.headers().get(0)).containsOnlyKeys("host", "user-agent", "accept", "accept-encoding");
    }

    @Test
    void streamsTheAnswerToo() {
        Reply reply =
                STAGE.client().chat(chat("alone", HOST.url("a.png")).replace("\"model\"", "\"stream\":true,\"model\""));

        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.body()).contains("Hello").endsWith("data: [DONE]\n\n");
    }

    @Test
    void fetchesForAnthropicsCallers() {
        Reply reply = STAGE.client()
                .messages("{\"model\":\"alone\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"" + HOST.url("a.png") + "\"}},"
                        + "{\"type\":\"text\",\"text\":\"What is this?\"}]}]}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(told(0).at("/0/image/source/bytes").asString()).isEqualTo(base64(ImageHost.PNG));
    }

    @Test
    void fetchesSeveralAndEachOnce() {
        String data = "data:image/gif;base64,R0lGODlh";
        Reply reply = STAGE.client().chat(chat("alone", HOST.url("a.png"), data, HOST.url("b.pdf"), HOST.url("a.png")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(HOST.asked()).containsExactlyInAnyOrder("/a.png", "/b.pdf");
        JsonNode told = told(0);
        assertThat(told.at("/1/image/format").asString()).isEqualTo("png");
        assertThat(told.at("/2/image/format").asString()).isEqualTo("gif");
        assertThat(told.at("/3/document/format").asString()).isEqualTo("pdf");
        assertThat(told.at("/3/document/source/bytes").asString()).isEqualTo(base64(ImageHost.PDF));
        assertThat(told.at("/4/image/source/bytes").asString()).isEqualTo(base64(ImageHost.PNG));
    }

    @Test
    void fetchesOnceForSeveralAttempts() {
        bedrock().on("AKIDB1", BedrockAnswers.error(429, "ThrottlingException", "slow down"));

        Reply reply = STAGE.client().chat(chat("alone", HOST.url("a.png")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-attempts")).isEqualTo("2");
        assertThat(bedrock().credentials()).containsExactly("AKIDB1", "AKIDB2");
        assertThat(told(1)).isEqualTo(told(0));
        assertThat(HOST.asked()).containsExactly("/a.png");
    }

    @Test
    void fetchesNothingForAProviderThatDoesSoItself() {
        String body = chat("first", HOST.url("a.png"));

        Reply reply = STAGE.client().chat(body.replace("{\"model\"", "{\"provider\":{\"only\":[\"gpt\"]},\"model\""));

        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(gpt().calls().get(0).body()).contains(HOST.url("a.png"));
        assertThat(HOST.asked()).isEmpty();
    }

    @Test
    void fetchesNothingForAPlan() {
        JsonNode plan =
                DryRun.of(STAGE.client(), chat("first", HOST.url("a.png"))).plan();

        assertThat(plan.at("/attempts/0/provider").asString()).isEqualTo("bedrock");
        assertThat(plan.at("/attempts/0/fetches").toString()).isEqualTo("[\"" + FIELD + "\"]");
        assertThat(plan.at("/attempts/2/provider").asString()).isEqualTo("gpt");
        assertThat(plan.at("/attempts/2").has("fetches")).isFalse();
        assertThat(HOST.asked()).isEmpty();
    }

    /** What one request held would be missing to the next: there is room for two at a time. */
    @Test
    void holdsNothingOfRequestsThatAreOver() {
        byte[] large = Arrays.copyOf(ImageHost.PNG, MOST);
        HOST.on("large.png", "image/png", large);

        for (int i = 0; i < 4; i++) {
            Reply reply = STAGE.client().chat(chat("alone", HOST.url("large.png")));
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            STAGE.client().chat(chat("alone", HOST.url("large.png"), HOST.url("missing.png")));
        }
        assertThat(told(0).at("/1/image/source/bytes").asString()).isEqualTo(base64(large));
    }

    /** What is sent is still held: another one that would need as much is told to come again. */
    @Test
    void holdsWhatIsSentUntilItIsAnswered() {
        byte[] large = Arrays.copyOf(ImageHost.PNG, 25_000);
        HOST.on("1.png", "image/png", large).on("2.png", "image/png", large);
        bedrock().on("AKIDB1", Answers.silent());
        CompletableFuture<HttpResponse<InputStream>> first =
                STAGE.client().begin(chat("alone", HOST.url("1.png"), HOST.url("2.png")));
        await().until(() -> bedrock().calls().size() == 1);

        Reply refused = STAGE.client().chat(chat("alone", HOST.url("1.png")), "idempotency-key", "busy-1");
        Reply served = STAGE.client().chat(chat("first", HOST.url("1.png")));

        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo("gateway_busy");
        assertThat(refused.error().path("type").asString()).isEqualTo("server_error");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(refused.header("x-should-retry")).isNotEqualTo("false");
        assertThat(refused.attempts()).containsExactly("b1 0 overloaded.image_unavailable");
        assertThat(served.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(bedrock().calls()).hasSize(1);
        first.cancel(true);
        bedrock().on("AKIDB1", BedrockAnswers.ok("Hello"));
        // The same key again: nobody has seen it yet.
        await().until(() -> STAGE.client()
                        .chat(chat("alone", HOST.url("1.png")), "idempotency-key", "busy-1")
                        .status()
                == 200);
    }

    @Test
    void oneUrlCountsAsOftenAsItStandsThere() {
        HOST.on("large.png", "image/png", Arrays.copyOf(ImageHost.PNG, 20_000));
        String url = HOST.url("large.png");

        Reply reply = STAGE.client().chat(chat("alone", url, url, url));

        assertThat(reply.errorCode()).as(reply.body()).isEqualTo("image_too_large");
    }

    @Test
    void aRequestThatIsNestedAsDeeplyAsMayBeIsNoFault() {
        String deep = "[".repeat(495) + "]".repeat(495);
        Reply reply = STAGE.client()
                .messages("{\"model\":\"alone\",\"max_tokens\":9,\"tools\":[{\"name\":\"t\",\"input_schema\":{\"x\":"
                        + deep + "}}],\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"" + HOST.url("a.png") + "\"}},"
                        + "{\"type\":\"text\",\"text\":\"What is this?\"}]}]}");

        assertThat(reply.status()).as(reply.body()).isLessThan(500);
    }

    // ---- not allowed

    @ParameterizedTest
    @CsvSource({
        "https://elsewhere.example.com/a.png?token=secret, true",
        "http://images.invalid/a.png, false",
        "https://user@images.invalid/a.png, false",
        "https://images.invalid:8443/a.png, true",
        "https://127.0.0.1/a.png, false",
        "https://images.invalid.example.com/a.png, true",
    })
    void leavesOutWhoCannotFetchWhatIsNotAllowed(String url, boolean couldBe) {
        Reply served = STAGE.client().chat(chat("first", url));
        Reply refused = STAGE.client().chat(chat("alone", url));

        assertThat(served.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.errorCode()).isEqualTo("no_endpoints");
        assertThat(refused.error().path("param").asString()).isEqualTo(FIELD);
        assertThat(refused.excludedEndpoints()).singleElement().asString().contains("bedrock capability");
        assertThat(refused.error().at("/metadata/remedy_hint").asString())
                .isEqualTo("send what " + FIELD
                        + " refers to as a data: URI, or "
                        + (couldBe
                                ? "have its host allowed (images.hosts in policy.yml)"
                                : "by an https URL that names a host, no address, and no user"));
        assertThat(refused.body()).doesNotContain("secret").doesNotContain("example.com");
        assertThat(HOST.asked()).isEmpty();
        assertThat(bedrock().calls()).isEmpty();
    }

    @Test
    void oneThatIsNotAllowedIsEnough() {
        Reply refused = STAGE.client().chat(chat("alone", HOST.url("a.png"), "https://elsewhere.example.com/b.png"));

        assertThat(refused.error().path("param").asString()).isEqualTo("messages[0].content[2].image_url.url");
        assertThat(HOST.asked()).isEmpty();
    }

    @Test
    void noMoreThanTwentyAreFetched() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            HOST.on(i + ".png", "image/png", ImageHost.PNG);
            urls.add(HOST.url(i + ".png"));
        }

        Reply refused = STAGE.client().chat(chat("alone", urls.toArray(String[]::new)));
        Reply served = STAGE.client().chat(chat("alone", urls.subList(0, 20).toArray(String[]::new)));

        assertThat(refused.error().path("param").asString()).isEqualTo("messages[0].content[21].image_url.url");
        assertThat(refused.error().at("/metadata/remedy_hint").asString())
                .endsWith("as a data: URI: no more than 20 URLs of a request are fetched");
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(HOST.asked()).hasSize(20);
    }

    @Test
    void aPdfWithoutATextIsNoMatterOfItsHost() {
        Reply refused = STAGE.client()
                .chat("{\"model\":\"alone\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"" + HOST.url("b.pdf") + "\"}}]}]}");

        assertThat(refused.error().path("param").asString()).isEqualTo("messages[0].content[0].image_url.url");
        assertThat(refused.error().at("/metadata/remedy_hint").asString()).doesNotContain("images.hosts");
        assertThat(HOST.asked()).isEmpty();
    }

    @Test
    void whatStandsInTheWayBesideThemIsStillSaid() {
        String body = chat("alone", HOST.url("a.png")).replace("{\"model\"", "{\"logit_bias\":{\"1\":2},\"model\"");

        Reply refused = STAGE.client().chat(body);

        assertThat(refused.error().path("param").asString()).isEqualTo("logit_bias");
        assertThat(HOST.asked()).isEmpty();
    }

    // ---- not to be had

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missing.png | image_download_failed | its host answered 404
            moved.png | image_download_failed | its host answered 302, and redirects are not followed
            stalled.png | image_download_failed | it did not come within 6000 ms
            page.png | unsupported_image_format | its host does not call it one of image/jpeg, image/png, image/gif, image/webp, application/pdf
            lie.png | unsupported_image_format | it is not the image/jpeg that its host calls it
            endless.png | image_too_large | it is longer than 30000 bytes
            """)
    void saysWhyAnImageCannotBeHad(String path, String code, String why) {
        prepare();

        Reply reply = STAGE.client().chat(chat("alone", HOST.url(path + "?token=secret")));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.errorMessage()).isEqualTo(FIELD + ": " + why);
        assertThat(reply.error().path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(reply.error().path("param").asString()).isEqualTo(FIELD);
        assertThat(reply.attempts()).containsExactly("b1 0 invalid_request.image_unavailable");
        assertThat(reply.body()).doesNotContain("secret").doesNotContain("localhost");
        assertThat(HOST.asked()).containsExactly("/" + path + "?token=secret");
        assertThat(bedrock().calls()).isEmpty();
        await().until(() -> lines.lines().stream().anyMatch(line -> line.contains("outcome=" + code)));
        assertThat(lines.lines()).noneMatch(line -> line.contains("secret") || line.contains("localhost"));
        // Nothing is held against the key.
        assertThat(STAGE.client().chat(chat("alone", HOST.url("a.png"))).header("x-byok-key"))
                .isEqualTo("b1");
    }

    @ParameterizedTest
    @CsvSource({"missing.png", "stalled.png", "lie.png"})
    void movesToWhoFetchesItself(String path) {
        prepare();
        String body = chat("first", HOST.url(path));

        Reply reply = STAGE.client().chat(body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(gpt().calls().get(0).body()).contains(HOST.url(path));
        assertThat(bedrock().calls()).isEmpty();
        assertThat(HOST.asked()).hasSize(1);
    }

    @Test
    void saysItInAnthropicsWords() {
        Reply reply = STAGE.client()
                .messages("{\"model\":\"alone\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"" + HOST.url("missing.png")
                        + "\"}},{\"type\":\"text\",\"text\":\"What is this?\"}]}]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("type").asString()).isEqualTo("error");
        assertThat(reply.error().path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(reply.errorMessage()).contains("messages[0].content.image: its host answered 404");
    }

    @Test
    void allTogetherAreNoLongerThanABody() {
        byte[] large = Arrays.copyOf(ImageHost.PNG, MOST);
        HOST.on("1.png", "image/png", large).on("2.png", "image/png", large);

        Reply reply = STAGE.client().chat(chat("alone", HOST.url("1.png"), HOST.url("2.png")));

        assertThat(reply.errorCode()).as(reply.body()).isEqualTo("image_too_large");
        assertThat(reply.errorMessage()).endsWith("all that the request refers to is longer than 51200 bytes");
    }

    @Test
    void aPdfThatIsNotCalledOneNeedsAText() {
        HOST.on("file", "application/pdf", ImageHost.PDF);
        String body = "{\"model\":\"alone\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"" + HOST.url("file") + "\"}}]}]}";

        Reply reply = STAGE.client().chat(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("unsupported_image_format");
    }

    @Test
    void askedAgainWithTheSameKeyItTriesAgain() {
        Reply first = STAGE.client().chat(chat("alone", HOST.url("late.png")), "idempotency-key", "k-1");
        HOST.on("late.png", "image/png", ImageHost.PNG);

        assertThat(first.status()).isEqualTo(400);
        // While the first one is not quite over it is its answer that comes; it is not kept beyond that.
        await().until(() -> STAGE.client()
                        .chat(chat("alone", HOST.url("late.png")), "idempotency-key", "k-1")
                        .status()
                == 200);
    }

    @Test
    void anotherAttemptIsMadeBesideOneThatWaitsForAnImage() {
        prepare();

        Reply reply = STAGE.client("hedger").chat(chat("first", HOST.url("stalled.png")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(bedrock().calls()).isEmpty();
        assertThat(HOST.asked()).hasSize(1);
        await().until(() -> HOST.gone() == 1);
    }

    @Test
    void leavesWhenTheCallerDoes() {
        prepare();
        CompletableFuture<HttpResponse<InputStream>> call =
                STAGE.client().begin(chat("alone", HOST.url("stalled.png")));
        await().until(() -> HOST.asked().size() == 1);

        call.cancel(true);

        await().until(() -> HOST.gone() == 1);
        await().until(() -> lines.lines().stream().anyMatch(line -> line.contains("outcome=cancelled")));
        assertThat(bedrock().calls()).isEmpty();
    }

    private static void prepare() {
        HOST.stallOn("stalled.png")
                .on("moved.png", response -> response.sendRedirect(HOST.url("a.png")))
                .on("page.png", "text/html", ImageHost.PNG)
                .on("lie.png", "image/jpeg", ImageHost.PNG)
                .on("endless.png", ImagesE2ETests::endless);
    }

    private static org.reactivestreams.Publisher<Void> endless(HttpServerResponse response) {
        return response.header("content-type", "image/png")
                .sendByteArray(Flux.just(Arrays.copyOf(ImageHost.PNG, 1_000)).repeat());
    }
}
