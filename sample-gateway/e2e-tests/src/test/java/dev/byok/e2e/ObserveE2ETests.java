package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code Byok=observe} on a host's own way to a provider: byte for byte the same reaches provider and caller with it and
 * without it, and a line tells what Byok would have done.
 */
class ObserveE2ETests {

    private static final String CHAT = "/llm/v1/chat/completions";
    private static final String TARGET = "POST /v1/chat/completions";
    private static final String JSON = "content-type: application/json\r\n";
    /** Few enough bytes that they are read at once, on new connections and used ones. */
    private static final String[] EVENTS = {
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}\n\n",
        Answers.DONE
    };

    private static final String BODY = Client.chatOf("openai/gpt");

    private static RecordingBackend backend;
    private static PolicyText policy;
    private static HostGateway without;
    private static HostGateway with;
    private static HostGateway unready;

    private CapturedLog log;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        policy = new PolicyText()
                .provider("alpha", "http://127.0.0.1:9/v1", "")
                .price("alpha/gpt-upstream", "{ prompt: 1, completion: 10, cached-read: 0.1 }")
                .model("openai/gpt", "", "alpha/gpt-upstream")
                .model("openai/free", "", "alpha/free-upstream")
                .key("alpha", "prioritized", "main", "")
                .key("alpha", "prioritized", "old", "enabled: false")
                .shared("alpha", "operators")
                .write();
        String location = policy.directory().location();
        without = host(location);
        with = host(location, "filters[3]=Byok=observe");
        unready = host("", "filters[3]=Byok=observe");
    }

    private static HostGateway host(String location, String... more) {
        String route = "--spring.cloud.gateway.server.webflux.routes[2].";
        List<String> arguments = new ArrayList<>(List.of(
                "--byok.max-body=1MB",
                route + "id=provider",
                route + "uri=" + backend.uri(),
                route + "predicates[0]=Path=/llm/**",
                route + "filters[0]=StripPrefix=1",
                route + "filters[1]=SetRequestHeader=Authorization, Bearer hosts-own",
                route + "filters[2]=AddResponseHeader=x-route, provider"));
        if (!location.isEmpty()) {
            arguments.add("--byok.policy.location=" + location);
        }
        for (String property : more) {
            arguments.add(route + property);
        }
        return HostGateway.withoutByok(backend, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        with.close();
        without.close();
        unready.close();
        backend.close();
    }

    @BeforeEach
    void listen() {
        log = CapturedLog.of("dev.byok.generation");
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void leavesAWholeAnswerAsItIsAndTellsPlanAndPrice() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nx-request-id: r\r\n" + whole(Answers.chat("hello")));

        Recorded recorded = same(chat(BODY, known()));

        assertThat(recorded.requests())
                .singleElement()
                .asString()
                .containsIgnoringCase("authorization: Bearer hosts-own")
                .endsWith(BODY);
        assertThat(recorded.answer())
                .containsIgnoringCase("set-cookie: a=1")
                .containsIgnoringCase("x-request-id: r")
                .doesNotContainIgnoringCase("x-byok");
        assertThat(line())
                .contains(" workspace=acme caller=agent model=openai/gpt stream=false observed=true status=200")
                .contains(" outcome=passed ")
                .contains(" planned=2 first=alpha/main/PRIORITIZED excluded=1 excluded1=alpha/old/disabled ")
                .endsWith(" prompt_tokens=5 completion_tokens=7 cost_usd=0.000075")
                .doesNotContain("refusal=");
    }

    @Test
    void plansAlsoTheModelsThatTheBodyNamesBesides() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + whole(Answers.chat("hello")));
        String body = BODY.replaceFirst("\\{", "{\"models\":[\"openai/free\"],");

        Recorded recorded = same(chat(body, known()));

        assertThat(recorded.requests()).singleElement().asString().endsWith(body);
        assertThat(line()).contains(" model=openai/gpt ", " planned=4 first=alpha/main/PRIORITIZED excluded=2 ");
    }

    @Test
    void leavesAStreamAsItIsAndHearsItsUsage() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + chunked(EVENTS));

        Recorded recorded = same(chat(Client.streamOf("openai/gpt"), known()));

        assertThat(recorded.answer()).contains(EVENTS);
        assertThat(line()).contains(" stream=true ", " status=200 ").endsWith(" cost_usd=0.000075");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesACompressedAnswerAsItIsAndReadsItAllTheSame(boolean stream) throws Exception {
        String plain = stream ? String.join("", EVENTS) : Answers.chat("hello");
        String type = stream ? "text/event-stream" : "application/json";
        String bytes = gzip(plain);
        backend.on(
                TARGET,
                "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-encoding: gzip\r\ncontent-length: "
                        + bytes.length() + "\r\n\r\n" + bytes);

        Recorded recorded = same(chat(BODY, known(), "Accept-Encoding: gzip"));

        assertThat(recorded.answer()).endsWith(bytes);
        assertThat(line()).endsWith(" cost_usd=0.000075");
    }

    /** 5 tokens of the prompt and 2 out of a cache, 7 of the answer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsTheUsageOfAnthropicsAnswersToo(boolean stream) throws Exception {
        backend.on(
                "POST /v1/messages",
                "HTTP/1.1 200 OK\r\n"
                        + (stream
                                ? "content-type: text/event-stream\r\n"
                                        + chunked(
                                                AnthropicAnswers.events("hello").toArray(String[]::new))
                                : whole(AnthropicAnswers.message("hello"))));
        String request = chat(stream ? Client.streamOf("openai/gpt") : BODY, known())
                .replaceFirst("/chat/completions", "/messages");

        Recorded plain = send(without, request);
        Recorded observed = send(with, request);

        assertThat(observed.requests()).isEqualTo(plain.requests());
        assertThat(unchunked(observed.answer()))
                .isEqualTo(unchunked(plain.answer()))
                .contains("hello");
        assertThat(line()).contains(" planned=2 ", " prompt_tokens=7 completion_tokens=7 ");
    }

    @Test
    void tellsNoUsageOfAnAnswerThatItCannotUnfold() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + JSON + "content-encoding: br\r\ncontent-length: 3\r\n\r\nabc");

        same(chat(BODY, known()));

        assertThat(line()).contains(" planned=2 ").endsWith(" usage=unknown");
    }

    @Test
    void knowsNoCostWithoutAPrice() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + whole(Answers.chat("hello")));

        same(chat(Client.chatOf("openai/free"), known()));

        assertThat(line()).endsWith(" completion_tokens=7 cost_usd=unknown");
    }

    @Test
    void passesFailuresOn() throws Exception {
        backend.on(TARGET, "HTTP/1.1 429 Too Many\r\nretry-after: 7\r\n" + whole(Answers.RATE_LIMITED));

        Recorded recorded = same(chat(BODY, known()));

        assertThat(recorded.answer()).startsWith("HTTP/1.1 429 ").containsIgnoringCase("retry-after: 7");
        assertThat(line()).contains(" status=429 outcome=passed ").endsWith(" usage=unknown");
    }

    @Test
    void passesRequestsOnThatByokWouldNotTake() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + whole(Answers.chat("hello")))
                .on("POST /v1/images", "HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n")
                .on("GET /v1/models", "HTTP/1.1 200 OK\r\n" + whole("{\"data\":[]}"));
        String upload = "{\"model\":\"openai/gpt\",\"filler\":\"" + "x".repeat(1_100_000) + "\"}";
        String multipart = "POST " + CHAT + " HTTP/1.1\r\nHost: gateway.example\r\n" + known()
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 7\r\n\r\n--b--\r\n";

        assertThat(refusal(chat("no json", known()))).isEqualTo("invalid_body");
        assertThat(refusal(chat("{}", known()))).isEqualTo("invalid_body");
        assertThat(refusal(chat(Client.chatOf("openai/nobody"), known()))).isEqualTo("model_not_found");
        assertThat(refusal(chat(upload, known()))).isEqualTo("body_too_large");
        assertThat(refusal(chunks(upload))).isEqualTo("body_too_large");
        assertThat(refusal(multipart)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HostGateway.request("POST /llm/v1/images", "{}", known())))
                .isEqualTo("unknown_url");
        assertThat(refusal(HostGateway.request("GET " + CHAT, "", known()))).isEqualTo("method_not_allowed");
        assertThat(refusal(chat(BODY, known(), "x-byok-strict: sometimes"))).isEqualTo("invalid_header");
        assertThat(refusal(HostGateway.request("GET /llm/v1/models", "", known())))
                .isEmpty();
    }

    @Test
    void keepsTheChunksOfABody() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + whole(Answers.chat("hello")));

        Recorded recorded = same(chunks(BODY));

        assertThat(recorded.requests()).singleElement().asString().containsIgnoringCase("transfer-encoding: chunked");
        assertThat(line()).contains(" planned=2 ");
    }

    @Test
    void passesStrangersOnAndPricesThemByTheCatalog() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + whole(Answers.chat("hello")));

        same(chat(BODY, "Authorization: Bearer anything"));

        assertThat(line())
                .contains(" caller=unknown model=openai/gpt ", " refusal=invalid_api_key planned=0 ")
                .endsWith(" cost_usd=0.000075");
    }

    @Test
    void passesEverythingOnWithoutAPolicy() throws Exception {
        backend.on(TARGET, "HTTP/1.1 200 OK\r\n" + whole(Answers.chat("hello")));

        RawMessage answer = unready.send(chat(BODY, known()));

        assertThat(answer.head()).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("x-byok");
        assertThat(line()).contains(" caller=unknown ", " refusal=policy_not_loaded ");
    }

    @Test
    void keepsWhatProviderAndCallerSeeOfAnUpstreamThatBreaks() throws Exception {
        backend.on(TARGET, "no answer at all\r\n\r\n");

        Recorded recorded = same(chat(BODY, known()));

        assertThat(recorded.requests()).isNotEmpty();
        assertThat(recorded.answer()).startsWith("HTTP/1.1 5");
        assertThat(line()).contains(" outcome=failed ").doesNotContain("status=");
    }

    private record Recorded(List<String> requests, String answer) {}

    /** Where the chunks of a longer stream end is a matter of how the host's socket was read. */
    private static String unchunked(String answer) {
        int head = answer.indexOf("\r\n\r\n") + 4;
        StringBuilder told = new StringBuilder(answer.substring(0, head));
        if (!told.toString().contains("transfer-encoding: chunked")) {
            return answer;
        }
        for (int at = head; at < answer.length(); ) {
            int line = answer.indexOf("\r\n", at);
            int size = Integer.parseInt(answer.substring(at, line), 16);
            told.append(answer, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
        return told.toString();
    }

    /** Sends the same to both hosts; returns what both made of it. */
    private static Recorded same(String request) throws IOException {
        Recorded plain = send(without, request);
        Recorded observed = send(with, request);
        assertThat(observed).isEqualTo(plain);
        return observed;
    }

    private static Recorded send(HostGateway host, String request) throws IOException {
        backend.take();
        String answer = host.send(request).withoutDate();
        // An error of the host's own names the moment and the request.
        String told = answer.replaceAll("\"timestamp\":\"[^\"]*\"|\"requestId\":\"[^\"]*\"", "");
        return new Recorded(backend.take().stream().map(RawMessage::withoutDate).toList(), told);
    }

    /** Sends the same to both hosts; returns what Byok would have said to it. */
    private String refusal(String request) throws IOException {
        int before = log.events().size();
        same(request);
        await().until(() -> log.events().size() == before + 1);
        String line = log.lines().get(before);
        int at = line.indexOf(" refusal=");
        return at < 0 ? "" : line.substring(at + " refusal=".length(), line.indexOf(' ', at + 1));
    }

    private String line() {
        await().until(() -> log.events().size() == 1);
        return Objects.requireNonNull(log.lines().get(0));
    }

    private static String known() {
        return "x-api-key: " + policy.gatewayKey("agent");
    }

    private static String chat(String body, String... headers) {
        return HostGateway.request("POST " + CHAT, body, headers);
    }

    private static String chunks(String body) {
        int half = body.length() / 2;
        return "POST " + CHAT + " HTTP/1.1\r\nHost: gateway.example\r\nContent-Type: application/json\r\n" + known()
                + "\r\n" + chunked(body.substring(0, half), body.substring(half));
    }

    private static String whole(String json) {
        return JSON + "content-length: " + json.length() + "\r\n\r\n" + json;
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

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
