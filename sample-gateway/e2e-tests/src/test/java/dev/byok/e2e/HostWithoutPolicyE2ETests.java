package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class HostWithoutPolicyE2ETests {

    @Test
    void theHostRunsAndOnlyItsByokRouteIsUnavailable() throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                HostGateway host = HostGateway.withByok(backend, GatewayKeySecurity.class)) {
            backend.on("GET /items", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");

            RawMessage foreign = host.send("GET /retried/items", "");
            RawMessage llm = host.send("POST /v1/chat/completions", LlmSide.BODY);
            RawMessage health = host.send("GET /actuator/health", "");

            assertThat(foreign.startLine()).startsWith("HTTP/1.1 200 ");
            assertThat(foreign.body()).isEqualTo("ok");
            assertThat(llm.startLine()).startsWith("HTTP/1.1 503 ");
            assertThat(ErrorAnswer.of(llm.body()).code()).isEqualTo("policy_not_loaded");
            assertThat(health.startLine()).startsWith("HTTP/1.1 200 ");
        }
    }
}
