package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.ChatRequest;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.OpenAiDescription;
import dev.byok.dialect.OpenAiDescription.Part;
import dev.byok.dialect.Tapes;
import dev.byok.dialect.chat.PlainChat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole conversation, with all that one may hold, as an endpoint of OpenAI's dialect is told it. */
class TenTurnsTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TenTurnsTests.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aConversationIsToldFieldByField() throws IOException {
        assertThat(told()).isEqualTo(JSON.readTree(resource("ten-turns.openai.json")));
    }

    @Tag("corpus")
    @Test
    void itIsARequestAsOpenAiDescribesIt() throws IOException {
        OpenAiDescription.assumePresent();

        assertThat(OpenAiDescription.objections(Part.REQUEST, told())).isEmpty();
    }

    private static JsonNode told() throws IOException {
        ChatRequest chat = new AnthropicInbound().chat(JsonTape.of(resource("ten-turns.anthropic.json")));
        assertThat(chat.unsayable()).isEmpty();
        PlainChat plain = PlainChat.of(chat.chat());
        assertThat(plain.obstacle()).isNull();

        ByteBuf body = plain.body(UnpooledByteBufAllocator.DEFAULT, "p", "gpt-x", "max_completion_tokens", null, true);

        JsonNode told = JSON.readTree(body.toString(StandardCharsets.UTF_8));
        body.release();
        return told;
    }

    /** Whoever else speaks by way of it has the signatures and the marks too. */
    @Test
    void nothingOfItIsLostOnTheWay() throws IOException {
        ChatRequest chat = new AnthropicInbound().chat(JsonTape.of(resource("ten-turns.anthropic.json")));

        String json = Tapes.text(chat.chat());
        assertThat(json)
                .contains("\"c2lnMQ==\"", "\"redacted_thinking\"", "\"ttl\": \"1h\"", "\"is_error\":true")
                .contains("\"budget_tokens\": 4096")
                .doesNotContain("Of another model.", "user_a_session_b");
    }
}
