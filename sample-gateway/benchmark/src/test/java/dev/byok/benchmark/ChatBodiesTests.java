package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatBodiesTests {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource(Load.class)
    void areChatRequestsOfTheirExactLength(Load load) {
        byte[] body = ChatBodies.sent(load);

        assertThat(body).hasSize(load.bodyLength());
        JsonNode request = JSON.readTree(body);
        assertThat(request.path("model").stringValue()).isEqualTo(ChatBodies.model(load));
        assertThat(request.path("stream").booleanValue()).isEqualTo(load.streamed());
        assertThat(request.path("messages").size()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Load.class)
    void areRewrittenInTheirModelAlone(Load load) {
        JsonNode rewritten = JSON.readTree(ChatBodies.rewritten(load));

        assertThat(rewritten.path("model").stringValue()).isEqualTo(ChatBodies.UPSTREAM_MODEL);
        assertThat(rewritten.path("messages"))
                .isEqualTo(JSON.readTree(ChatBodies.sent(load)).path("messages"));
    }
}
