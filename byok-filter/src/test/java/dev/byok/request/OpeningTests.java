package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTests {

    private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"be brief\"}";
    private static final String FIRST = "{\"role\":\"user\",\"content\":\"hello\"}";
    private static final String LATER = "{\"role\":\"assistant\",\"content\":\"yes?\"}";

    @Test
    void laterRequestsOfAConversationHaveTheSame() {
        String opening = opening(SYSTEM, FIRST);

        assertThat(opening).matches("[0-9a-f]{64}");
        assertThat(opening(SYSTEM, FIRST, LATER, FIRST)).isEqualTo(opening);
        assertThat(opening("{\"role\":\"developer\",\"content\":\"be brief\"}", FIRST))
                .isNotEqualTo(opening);
        assertThat(opening(SYSTEM, LATER, FIRST)).isNotEqualTo(opening);
        assertThat(opening(FIRST)).isNotEqualTo(opening);
        assertThat(opening(SYSTEM, SYSTEM, FIRST)).isEqualTo(opening);
        assertThat(opening(FIRST, SYSTEM)).isEqualTo(opening(FIRST));
    }

    /** They are no message there. */
    @Test
    void theSystemsWordsOfAnthropicCount() {
        String brief = anthropic("\"system\":\"be brief\",", FIRST);

        assertThat(brief).matches("[0-9a-f]{64}").isNotEqualTo(anthropic("", FIRST));
        assertThat(anthropic("\"system\":\"be brief\",\"max_tokens\":1,", FIRST + "," + LATER + "," + FIRST))
                .isEqualTo(brief);
        assertThat(anthropic("\"system\":\"be long\",", FIRST)).isNotEqualTo(brief);
        assertThat(anthropic("\"system\":[{\"type\":\"text\",\"text\":\"be brief\"}],", FIRST))
                .isNotEqualTo(brief);
        assertThat(anthropic("\"system\":null,", FIRST)).isEqualTo(anthropic("", FIRST));
        assertThat(of("{\"model\":\"m\",\"system\":\"be brief\",\"messages\":[" + FIRST + "]}"))
                .isEqualTo(opening(FIRST));
    }

    private static @Nullable String anthropic(String members, String messages) {
        ByteBuf body = Unpooled.copiedBuffer(
                "{" + members + "\"messages\":[" + messages + "],\"model\":\"m\"}", StandardCharsets.UTF_8);
        try {
            return Opening.of(body, BodyScanner.scan(body, BodyForm.ANTHROPIC));
        } finally {
            body.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"messages\":[]", ",\"messages\":7", ",\"messages\":[7]", ",\"messages\":null"})
    void noMessagesTellNothing(String members) {
        assertThat(of("{\"model\":\"m\"" + members + "}")).isNull();
    }

    @Test
    void systemMessagesAloneTellNothing() {
        assertThat(opening(SYSTEM)).isNull();
    }

    @Test
    void ofALongMessageItsBeginningAndItsLengthCount() {
        String begin = "{\"role\":\"user\",\"content\":\"" + "x".repeat(Opening.MOST);

        assertThat(opening(begin + "a\"}")).isEqualTo(opening(begin + "b\"}"));
        assertThat(opening(begin + "a\"}")).isNotEqualTo(opening(begin + "aa\"}"));
    }

    @Test
    void readsBodiesInAnyNumberOfPieces() {
        byte[] body =
                ("{\"model\":\"m\",\"messages\":[ " + SYSTEM + " , " + FIRST + "]}").getBytes(StandardCharsets.UTF_8);
        ByteBuf pieces = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(body, 0, 40), Unpooled.wrappedBuffer(body, 40, body.length - 40));

        assertThat(Opening.of(pieces, BodyScanner.scan(pieces))).isEqualTo(opening(SYSTEM, FIRST));
        pieces.release();
    }

    private static @Nullable String opening(String... messages) {
        return of("{\"messages\":[" + String.join(",", messages) + "],\"model\":\"m\"}");
    }

    private static @Nullable String of(String json) {
        ByteBuf body = Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
        try {
            return Opening.of(body, BodyScanner.scan(body));
        } finally {
            body.release();
        }
    }
}
