package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every refusal of ours has to look like, and what has to hold after it. */
final class Refusal {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Refusal() {}

    /** Returns a chat request with this body. */
    static byte[] chat(String key, byte[] body) {
        byte[] head = RawHttp.head(
                        "POST",
                        "/v1/chat/completions",
                        key,
                        "content-type",
                        "application/json",
                        "content-length",
                        String.valueOf(body.length))
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /** Expects an error in OpenAI's shape with a generation id, that SDKs do not repeat. */
    static void assertRefused(RawHttp.Answer answer, int status, String type, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-should-retry", "false")
                .hasEntrySatisfying("x-byok-generation-id", id -> assertThat(id).startsWith("gen-"));
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("message").asString("")).isNotBlank();
        assertThat(error.path("type").asString("")).isEqualTo(type);
        assertThat(error.path("code").asString("")).isEqualTo(code);
        assertThat(error.has("param")).isTrue();
    }

    /** Expects that the provider has heard nothing and that the gateway serves others, on this connection too if it stays. */
    static void assertNoHarm(AcmeGateway gateway, RawHttp connection, boolean stays) throws IOException {
        assertThat(gateway.provider().calls()).isEmpty();
        if (stays) {
            assertServes(gateway, connection);
        } else {
            assertThat(connection.closed()).as("the connection was closed").isTrue();
        }
        try (RawHttp other = new RawHttp(gateway.port())) {
            assertServes(gateway, other);
        }
    }

    private static void assertServes(AcmeGateway gateway, RawHttp connection) throws IOException {
        byte[] body = AcmeGateway.ORDINARY.getBytes(StandardCharsets.UTF_8);
        RawHttp.Answer answer = connection.send(chat(gateway.key(), body)).read();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("served");
    }
}
