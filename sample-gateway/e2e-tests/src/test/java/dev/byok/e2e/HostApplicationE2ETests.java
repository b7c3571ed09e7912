package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A host's own routes are none of our business: with our jar, with it switched off and without its configuration, byte for
 * byte the same reaches their backend and their clients.
 */
class HostApplicationE2ETests {

    private static final String BASIC = "Authorization: Basic "
            + Base64.getEncoder()
                    .encodeToString((HostApplication.USER + ":" + HostApplication.PASSWORD)
                            .getBytes(StandardCharsets.US_ASCII));
    private static final String ORIGIN = "Origin: " + HostGateway.ORIGIN;
    private static final String JSON = "content-type: application/json\r\n";

    private static RecordingBackend backend;
    private static HostGateway with;
    private static HostGateway disabled;
    private static HostGateway excluded;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend()
                .on(
                        "GET /internal/items?x=1%202",
                        "HTTP/1.1 200 OK\r\n" + JSON
                                + "set-cookie: a=1\r\nset-cookie: b=2\r\nx-byok-key: theirs\r\ncontent-length: 8\r\n\r\n[\"item\"]")
                .on(
                        "POST /internal/items",
                        "HTTP/1.1 201 Created\r\nlocation: /app/items/7\r\ncontent-length: 0\r\n\r\n")
                .on("POST /internal/uploads", "HTTP/1.1 200 OK\r\n" + JSON + chunked("{\"a\":1", "}"))
                .on(
                        "GET /internal/events",
                        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                                + chunked("data: 1\n\n", "data: 2\n\n", "data: 3\n\n"))
                .on("GET /internal/missing", "HTTP/1.1 404 Not Found\r\n" + JSON + "content-length: 2\r\n\r\n{}")
                .on(
                        "GET /internal/moved",
                        "HTTP/1.1 302 Found\r\nlocation: https://elsewhere.example/\r\ncontent-length: 0\r\n\r\n")
                .on("PUT /internal/items/7", "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\n\r\noops")
                .on(
                        "GET /flaky",
                        "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\n\r\noops",
                        "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy",
                        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
                .on("GET /broken", "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\n\r\noops");
        with = HostGateway.withByok(
                backend,
                GatewayKeySecurity.class,
                "--byok.policy.location=" + LlmSide.create().location());
        disabled = HostGateway.withoutByok(backend, "--byok.enabled=false");
        excluded = HostGateway.withoutByok(
                backend, "--spring.autoconfigure.exclude=dev.byok.autoconfigure.ByokAutoConfiguration");
    }

    @AfterAll
    static void stop() {
        with.close();
        disabled.close();
        excluded.close();
        backend.close();
    }

    @Test
    void aGetKeepsItsQueryHeadersCookiesAndTheHostsFilters() throws Exception {
        Recorded recorded = same(() -> plain(
                "GET /app/items?x=1%202",
                "",
                BASIC,
                "x-api-key: theirs",
                "x-byok-strict: anything",
                "Cookie: a=1",
                "Accept: application/json",
                "Accept: text/plain"));

        assertThat(recorded.requests()).hasSize(1);
        assertThat(recorded.requests().get(0))
                .startsWith("GET /internal/items?x=1%202 ")
                .containsIgnoringCase("x-team: web")
                .containsIgnoringCase("x-host-request: demo")
                .containsIgnoringCase("x-api-key: theirs");
        assertThat(recorded.answer())
                .endsWith("[\"item\"]")
                .containsIgnoringCase("x-served-by: app")
                .containsIgnoringCase("x-host: demo")
                .containsIgnoringCase("set-cookie: a=1")
                .containsIgnoringCase("x-byok-key: theirs");
    }

    @Test
    void aPostKeepsItsBody() throws Exception {
        Recorded recorded = same(() -> plain("POST /app/items", "{\"model\":\"openai/gpt\",\"stream\":true}", BASIC));

        assertThat(recorded.requests())
                .singleElement()
                .asString()
                .endsWith("{\"model\":\"openai/gpt\",\"stream\":true}");
        assertThat(recorded.answer()).startsWith("HTTP/1.1 201 ").containsIgnoringCase("location: /app/items/7");
    }

    @Test
    void aChunkedBodyKeepsItsChunks() throws Exception {
        Recorded recorded = same(() -> "POST /app/uploads HTTP/1.1\r\nHost: gateway.example\r\n" + BASIC
                + "\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n5\r\nfives\r\n0\r\n\r\n");

        assertThat(recorded.requests())
                .singleElement()
                .asString()
                .contains("four")
                .contains("fives");
        assertThat(recorded.answer()).startsWith("HTTP/1.1 200 ").contains("{\"a\":1");
    }

    @Test
    void aStreamKeepsItsEvents() throws Exception {
        Recorded recorded = same(() -> plain("GET /app/events", "", BASIC, "Accept: text/event-stream"));

        assertThat(recorded.answer()).contains("data: 1\n\n", "data: 2\n\n", "data: 3\n\n");
    }

    @Test
    void refusalsRedirectsAndFailuresArePassedOn() throws Exception {
        assertThat(same(() -> plain("GET /app/missing", "", BASIC)).answer()).startsWith("HTTP/1.1 404 ");
        assertThat(same(() -> plain("GET /app/moved", "", BASIC)).answer())
                .startsWith("HTTP/1.1 302 ")
                .containsIgnoringCase("location: https://elsewhere.example/");
        assertThat(same(() -> plain("PUT /app/items/7", "{}", BASIC)).answer())
                .startsWith("HTTP/1.1 500 ")
                .endsWith("oops");
    }

    @Test
    void theHostsRetryRetriesAsBefore() throws Exception {
        Recorded healed = same(() -> plain("GET /retried/flaky", ""));
        Recorded broken = same(() -> plain("GET /retried/broken", ""));

        assertThat(healed.requests()).hasSize(3);
        assertThat(healed.answer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
        assertThat(broken.requests()).hasSize(3);
        assertThat(broken.answer()).startsWith("HTTP/1.1 500 ").endsWith("oops");
    }

    @Test
    void theHostsSecurityAndCorsDecideAsBefore() throws Exception {
        Recorded refused = same(() -> plain("GET /app/items?x=1%202", ""));
        Recorded preflight =
                same(() -> plain("OPTIONS /retried/flaky", "", ORIGIN, "Access-Control-Request-Method: GET"));
        Recorded foreignOrigin = same(() -> plain("GET /retried/broken", "", "Origin: https://elsewhere.example"));
        Recorded allowed = same(() -> plain("GET /app/items?x=1%202", "", BASIC, ORIGIN));

        assertThat(refused.answer()).startsWith("HTTP/1.1 401 ");
        assertThat(refused.requests()).isEmpty();
        assertThat(preflight.answer()).containsIgnoringCase("access-control-allow-origin: " + HostGateway.ORIGIN);
        assertThat(foreignOrigin.answer()).startsWith("HTTP/1.1 403 ");
        assertThat(allowed.answer())
                .containsIgnoringCase("access-control-allow-origin: " + HostGateway.ORIGIN)
                .doesNotContainIgnoringCase("access-control-expose-headers");
    }

    /** One exchange as the backend and the client saw it. */
    private record Recorded(List<String> requests, String answer) {}

    private interface Request {
        String bytes();
    }

    /** Sends the same to all three hosts; returns what all of them made of it. */
    private static Recorded same(Request request) throws Exception {
        List<Recorded> all = new ArrayList<>();
        for (HostGateway host : List.of(excluded, disabled, with)) {
            backend.take();
            RawMessage answer = host.send(request.bytes());
            all.add(new Recorded(
                    backend.take().stream().map(RawMessage::withoutDate).toList(), answer.withoutDate()));
        }
        assertThat(all.get(1)).as("switched off").isEqualTo(all.get(0));
        assertThat(all.get(2)).as("with Byok").isEqualTo(all.get(0));
        return all.get(2);
    }

    private static String chunked(String... chunks) {
        StringBuilder body = new StringBuilder("transfer-encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            body.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return body.append("0\r\n\r\n").toString();
    }

    private static String plain(String target, String body, String... headers) {
        return HostGateway.request(target, body, headers);
    }
}
