package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;

/** Routes chosen by what the body says, among routes of ours and of the host's. */
@ExtendWith(LeakWatch.class)
class BodyPredicatesE2ETests {

    private static final String HOSTS = "HTTP/1.1 201 Created\r\ncontent-length: 5\r\n\r\nhosts";
    private static final RecordingBackend BACKEND = new RecordingBackend();
    private static final AtomicInteger READS = new AtomicInteger();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-upstream")
                    .model("meta/llama", "", "alpha/llama-upstream")
                    .prioritized("alpha", "first"))
            .host(CountingHost.class)
            .properties("byok.max-body=64KB", "byok.max-buffered-bytes=64KB", "byok.body-timeout=1s")
            .properties(new Routes(1)
                    .add("before", BACKEND.uri(), "Path=/any/**;Header=x-to, before")
                    .byok("whole", "Path=/any/**;ByokModel=openai/*;ByokStreaming=false")
                    .byok("streamed", "Path=/any/**;ByokModel=openai/*;ByokStreaming=true")
                    .byok("meta", "Path=/any/**;ByokModel=mistral/*,meta/*", "ByokStrict")
                    .add("legacy", BACKEND.uri(), "Path=/any/**;ByokModel=legacy/*")
                    .add("after", BACKEND.uri(), "Path=/any/**")
                    .byok("only", "Path=/only/**;ByokModel=openai/*")
                    .add("half-legacy", BACKEND.uri(), "Path=/half/**;ByokModel=legacy/*")
                    .add("half", BACKEND.uri(), "Path=/half/**")
                    .byok("retried", "Path=/retried/**;ByokModel=openai/*", "Retry=2")
                    .byok("cached", "Path=/cached/**;ByokModel=openai/*", "CacheRequestBody=java.lang.String")
                    .properties());

    @AfterAll
    static void stop() {
        BACKEND.close();
    }

    @BeforeEach
    void forget() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));
        for (String path : new String[] {"/any", "/half", "/retried"}) {
            BACKEND.on("POST " + path + "/chat/completions", HOSTS);
        }
        BACKEND.on("POST /any/other", HOSTS).on("GET /any/chat/completions", HOSTS);
        BACKEND.take();
        READS.set(0);
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt, whole", "meta/llama, meta"})
    void theModelChoosesTheRouteAndTheBodyIsReadOnce(String model, String route) {
        Reply reply = post("/any", Client.chatOf(model));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.headers().allValues("x-route")).containsExactly(route);
        assertThat(reply.header("x-byok-model")).isEqualTo(model);
        assertThat(READS).hasValue(1);
    }

    @Test
    void streamingChoosesTheRoute() {
        try (LiveStream stream = client("/any").open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.header("x-route")).isEqualTo("streamed");
            assertThat(stream.rest()).endsWith(Answers.DONE);
        }
        assertThat(READS).hasValue(1);
    }

    @Test
    void theProviderGetsTheBytesWithTheModelsNameReplaced() {
        String rest = "\"messages\":[{\"content\":\"é \\u00e9 \\/\"}],\"x\":1.50 }  ";

        post("/any", "{ \"model\" : \"openai/gpt\",  " + rest);

        assertThat(STAGE.upstream("alpha").calls()).singleElement().satisfies(call -> assertThat(call.body())
                .isEqualTo("{ \"model\" : \"gpt-upstream\",  " + rest));
    }

    @Test
    void aRouteOfTheHostsMayBeChosenByModelToo() {
        String body = Client.chatOf("legacy/bot");

        Reply reply = post("/any", body);

        assertThat(reply.body()).isEqualTo("hosts");
        assertThat(reply.headers().allValues("x-route")).containsExactly("legacy");
        assertThat(BACKEND.take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
        assertThat(READS).hasValue(1);
    }

    @Test
    void aRouteOfTheHostsBehindOursGetsTheBodyThatWasReadForThem() {
        String body = "{\"model\" : \"nobody/knows\",\"x\":[1, 2,3] } ";

        Reply reply = post("/any", body);

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
        assertThat(BACKEND.take()).singleElement().satisfies(sent -> {
            assertThat(sent.body()).isEqualTo(body);
            assertThat(sent.header("content-length")).isEqualTo(String.valueOf(body.length()));
        });
        assertThat(READS).hasValue(1);
    }

    @Test
    void aRouteOfTheHostsBeforeOursGetsABodyThatWeHaveNotLookedAt() throws IOException {
        String body = "no json, " + "and long ".repeat(20_000);
        RawHttp.Answer answer = raw(head("/any", "x-to", "before", "content-length", "" + body.length()) + body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(BACKEND.take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
    }

    @Test
    void aPathThatIsNotOursIsNotLookedAt() {
        String body = Client.chatOf("openai/gpt");
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin() + "/any/other"))
                .header("authorization", "Bearer " + key())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();

        Reply reply = client("/any").send(request);

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
        assertThat(BACKEND.take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
    }

    @Test
    void aGetMatchesNoPredicateOnTheBody() {
        Reply reply =
                client("/any").send(client("/any").request("/chat/completions").build());

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":", "not json", "[]", "{\"messages\":[]}", "{\"model\":\"a\",\"model\":\"b\"}"})
    void aBodyThatIsNoRequestIsRefusedByTheFirstRouteOfOurs(String body) {
        Reply reply = post("/any", body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_body");
        assertThat(reply.headers().allValues("x-route")).containsExactly("whole");
        assertThat(BACKEND.take()).isEmpty();
    }

    @Test
    void aRouteOfTheHostsIsNotChosenByABodyThatIsNoRequest() {
        Reply reply = post("/half", "not json");

        assertThat(reply.headers().allValues("x-route")).containsExactly("half");
        assertThat(BACKEND.take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo("not json"));
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        RawHttp.Answer declared = raw(head("/any", "content-length", "" + 65 * 1024) + "{");
        RawHttp.Answer chunked = flooded("/any");

        Refusal.assertRefused(declared, 413, "invalid_request_error", "body_too_large");
        Refusal.assertRefused(chunked, 413, "invalid_request_error", "body_too_large");
        assertThat(declared.keepsTheConnection()).isFalse();
    }

    @Test
    void aBodyThatStallsIsRefused() throws IOException {
        RawHttp.Answer answer = raw(head("/any", "content-length", "100") + "{");

        Refusal.assertRefused(answer, 408, "invalid_request_error", "body_timeout");
    }

    @Test
    void aBodyOfAnotherKindIsRefused() throws IOException {
        RawHttp.Answer answer = raw(RawHttp.head(
                        "POST", "/any/chat/completions", key(), "content-type", "text/plain", "content-length", "2")
                + "{}");

        Refusal.assertRefused(answer, 415, "invalid_request_error", "unsupported_media_type");
    }

    @Test
    void aRouteOfTheHostsStillGetsABodyThatIsTooLargeForUsByItsDeclaredLength() throws IOException {
        String body = "{\"model\":\"legacy/bot\",\"x\":\"" + "x".repeat(70_000) + "\"}";

        RawHttp.Answer answer = raw(head("/half", "content-length", "" + body.length()) + body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(BACKEND.take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
    }

    @Test
    void aRouteOfTheHostsThatWantsABodyWhichWasGivenUpHalfReadSendsNothing() throws IOException {
        RawHttp.Answer answer = flooded("/half");

        Refusal.assertRefused(answer, 413, "invalid_request_error", "body_too_large");
        assertThat(answer.keepsTheConnection()).isFalse();
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
        assertThat(READS).hasValue(0);
    }

    @Test
    void anUnknownCallerGoesToARouteThatDoesNotAsk() {
        Reply reply = new Client(origin() + "/any", PolicyDirectory.gatewayKey()).chat(Client.chatOf("openai/gpt"));

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
    }

    @Test
    void aModelThatNoRouteTakesIsTheHosts404() {
        Reply reply = post("/only", Client.chatOf("meta/llama"));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers().map()).doesNotContainKey("x-byok-generation-id");
    }

    @Test
    void aPathThatNobodyServesStaysTheHosts404ForStrangersToo() {
        Reply reply = new Client(origin() + "/nowhere", PolicyDirectory.gatewayKey()).chat(Client.chatOf("openai/gpt"));

        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void everythingIsFreeAgainHoweverARequestEnded() throws IOException {
        for (int i = 0; i < 5; i++) {
            for (String path : new String[] {"/any", "/only", "/half"}) {
                leaveInTheMiddle(path, "content-length", "60000");
                leaveInTheMiddle(path, "transfer-encoding", "chunked");
                post(path, Client.chatOf("nobody/knows"));
                post(path, "no json");
            }
        }
        String large = Client.chatOf("openai/gpt");
        String padded = large + " ".repeat(64 * 1024 - large.length());

        await().untilAsserted(() -> assertThat(post("/only", padded).status()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/retried", "/cached"})
    void servesBehindFiltersOfTheHostsThatReadTheBody(String path) {
        Reply reply = post(path, Client.chatOf("openai/gpt"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(STAGE.upstream("alpha").calls()).singleElement().satisfies(call -> assertThat(call.body())
                .isEqualTo(Client.chatOf("gpt-upstream")));
        assertThat(READS).hasValue(1);
    }

    private static void leaveInTheMiddle(String path, String... headers) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            connection.send(head(path, headers) + "1\r\n{\r\n");
        }
    }

    private static RawHttp.Answer flooded(String path) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            connection.send(head(path, "transfer-encoding", "chunked"));
            connection.flood(" ".repeat(1024).getBytes(StandardCharsets.US_ASCII), 70 * 1024);
            return connection.read();
        }
    }

    private static RawHttp.Answer raw(String request) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            return connection.send(request).read();
        }
    }

    private static String head(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "content-type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return RawHttp.head("POST", path + "/chat/completions", key(), all);
    }

    private static Reply post(String path, String body) {
        return client(path).chat(body);
    }

    private static Client client(String path) {
        return new Client(origin() + path, key());
    }

    private static String key() {
        return STAGE.policy().gatewayKey("agent");
    }

    private static String origin() {
        return "http://127.0.0.1:" + STAGE.gateway().port();
    }

    /** A host that counts how often a request's body is read off the wire. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class CountingHost {

        @Bean
        @Order(Integer.MIN_VALUE)
        WebFilter counting() {
            return (exchange, chain) -> chain.filter(exchange.mutate()
                    .request(new ServerHttpRequestDecorator(exchange.getRequest()) {
                        @Override
                        public Flux<DataBuffer> getBody() {
                            return super.getBody().doOnSubscribe(subscription -> READS.incrementAndGet());
                        }
                    })
                    .build());
        }
    }
}
