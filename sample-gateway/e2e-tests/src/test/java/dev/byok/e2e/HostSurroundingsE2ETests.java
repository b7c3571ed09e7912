package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Byok route among what a host has around it: CORS, default filters, actuator, metrics. */
class HostSurroundingsE2ETests {

    private static final String CHAT = "POST /v1/chat/completions";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ORIGIN = "Origin: " + HostGateway.ORIGIN;

    private static RecordingBackend backend;
    private static LlmSide llm;
    private static HostGateway host;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        llm = new LlmSide();
        host = HostGateway.withByok(backend, GatewayKeySecurity.class, llm.location());
    }

    @AfterAll
    static void stop() {
        host.close();
        llm.close();
        backend.close();
    }

    @Test
    void aBrowserMayAskBeforeItSends() throws Exception {
        RawMessage preflight = host.send(
                "OPTIONS /v1/chat/completions",
                "",
                ORIGIN,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization, content-type");

        assertThat(preflight.startLine()).startsWith("HTTP/1.1 200 ");
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo(HostGateway.ORIGIN);
        assertThat(preflight.header("access-control-allow-headers")).contains("authorization");
    }

    @Test
    void aBrowserSeesTheHostsCorsAndOurHeadersButNothingOfTheProviders() throws Exception {
        for (String body :
                new String[] {LlmSide.BODY, LlmSide.BODY.replace("\"messages\"", "\"stream\":true,\"messages\"")}) {
            RawMessage answer = host.send(CHAT, body, llm.authorization(), ORIGIN);

            assertThat(answer.startLine()).startsWith("HTTP/1.1 200 ");
            assertThat(answer.count("access-control-allow-origin")).isEqualTo(1);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo(HostGateway.ORIGIN);
            assertThat(answer.header("access-control-allow-credentials")).isNull();
            assertThat(answer.header("access-control-expose-headers"))
                    .contains("x-byok-generation-id", "x-byok-key", "x-byok-attempts")
                    .doesNotContain("x-request-id");
            assertThat(answer.count("access-control-expose-headers")).isEqualTo(1);
        }
    }

    @Test
    void aBrowserSeesTheSameOfAnAnswerThatIsGivenAgain() throws Exception {
        RawMessage first = host.send(CHAT, LlmSide.BODY, llm.authorization(), ORIGIN, "idempotency-key: browser");
        RawMessage again = host.send(CHAT, LlmSide.BODY, llm.authorization(), ORIGIN, "idempotency-key: browser");

        for (RawMessage answer : new RawMessage[] {first, again}) {
            assertThat(answer.startLine()).startsWith("HTTP/1.1 200 ");
            assertThat(answer.count("access-control-allow-origin")).isEqualTo(1);
            assertThat(answer.header("access-control-expose-headers"))
                    .contains("x-byok-generation-id", "x-byok-key", "x-byok-attempts")
                    .doesNotContain("x-request-id");
            assertThat(answer.count("access-control-expose-headers")).isEqualTo(1);
        }
        assertThat(again.header("x-byok-generation-id")).isEqualTo(first.header("x-byok-generation-id"));
        assertThat(again.header("access-control-expose-headers")).contains("x-byok-idempotent-replay");
    }

    @Test
    void aBrowserMayReadARefusal() throws Exception {
        RawMessage answer = host.send(CHAT, LlmSide.BODY, ORIGIN);

        assertThat(answer.startLine()).startsWith("HTTP/1.1 401 ");
        assertThat(answer.count("access-control-allow-origin")).isEqualTo(1);
        assertThat(answer.header("access-control-expose-headers")).contains("x-byok-generation-id");
    }

    @Test
    void anotherOriginGetsNowhere() throws Exception {
        llm.provider().forget();

        RawMessage answer = host.send(CHAT, LlmSide.BODY, llm.authorization(), "Origin: https://elsewhere.example");

        assertThat(answer.startLine()).startsWith("HTTP/1.1 403 ");
        assertThat(llm.provider().calls()).isEmpty();
    }

    @Test
    void defaultFiltersMarkTheAnswerOnceAndReachNoProvider() throws Exception {
        llm.provider().forget();

        RawMessage answer = host.send(CHAT, LlmSide.BODY, llm.authorization());

        assertThat(answer.header("x-byok-attempts")).isEqualTo("2");
        assertThat(answer.count("x-host")).isEqualTo(1);
        assertThat(answer.header("x-host")).isEqualTo("demo");
        assertThat(llm.provider().calls()).hasSize(2).allSatisfy(call -> assertThat(call.headers())
                .doesNotContainKey("x-host-request"));
    }

    @Test
    void actuatorAndMetricsWorkAndNothingIsLoggedAsAnError() throws Exception {
        try (CapturedLog log = CapturedLog.of("ROOT")) {
            RawMessage answer = host.send(CHAT, LlmSide.BODY, llm.authorization());

            assertThat(answer.startLine()).startsWith("HTTP/1.1 200 ");
            assertThat(host.send("GET /actuator/health", "").body()).contains("\"status\":\"UP\"");
            assertThat(host.send("GET /actuator/gateway/routes", "").body()).contains("byok://auto", "[Byok");
            assertThat(host.send("GET /actuator/metrics/spring.cloud.gateway.requests", "")
                            .body())
                    .contains("\"llm\"", "\"SUCCESSFUL\"");
            assertThat(log.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        }
    }

    @Test
    void theHostsOwnObservationsCountEachAttemptOnce() throws Exception {
        host.send(CHAT, LlmSide.BODY, llm.authorization());
        double before = upstreamCalls();

        RawMessage answer = host.send(CHAT, LlmSide.BODY, llm.authorization());

        assertThat(answer.header("x-byok-attempts")).isEqualTo("2");
        assertThat(upstreamCalls() - before).isEqualTo(2);
    }

    private static double upstreamCalls() throws Exception {
        String metrics =
                host.send("GET /actuator/metrics/http.client.requests", "").body();
        for (JsonNode row : JSON.readTree(metrics).path("measurements")) {
            if (row.path("statistic").asString().equals("COUNT")) {
                return row.path("value").asDouble();
            }
        }
        throw new AssertionError(metrics);
    }
}
