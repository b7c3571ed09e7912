package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.ChatStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenRouterAnswerReaderTests {

    private static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\n\n";
    private static final String CHANGED =
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n";

    private final List<ByteBuf> given = new ArrayList<>();

    @Test
    void changesAStreamEventByEvent() {
        OpenRouterAnswerReader reader =
                new OpenRouterAnswerReader(new StreamAnswerReader(ChatStream.of(false, 1)), true);

        assertThat(accept(reader, CHUNK.substring(0, 20))).isNull();
        assertThat(accept(reader, CHUNK.substring(20) + CHUNK)).isEqualTo(CHANGED + CHANGED);
        assertThat(reader.committed()).isTrue();
        assertThat(accept(reader, "data: [DONE]\n\n")).isEqualTo("data: [DONE]\n\n");
        assertThat(text(reader.end())).isNull();
        release(reader);
    }

    @Test
    void holdsAnAnswerToItsEnd() {
        OpenRouterAnswerReader reader = new OpenRouterAnswerReader(new WholeAnswerReader(), false);

        assertThat(accept(reader, "{\"choices\":[],")).isNull();
        assertThat(accept(reader, "\"id\":\"1\"}")).isNull();
        assertThat(text(reader.end())).isEqualTo("{\"choices\":[],\"id\":\"1\",\"system_fingerprint\":null}");
        assertThat(reader.whole()).isTrue();
        release(reader);
    }

    @Test
    void letsAnAnswerGoThatIsTooLong() {
        OpenRouterAnswerReader reader = new OpenRouterAnswerReader(new WholeAnswerReader(), false);
        String start = "{\"choices\":[],\"x\":\"";
        String half = "x".repeat(OpenRouterAnswerReader.MOST / 2);

        assertThat(accept(reader, start + half)).isNull();
        assertThat(accept(reader, half)).isEqualTo(start + half + half);
        assertThat(accept(reader, "\"}")).isEqualTo("\"}");
        assertThat(text(reader.end())).isNull();
        release(reader);
    }

    @Test
    void freesWhatItHolds() {
        OpenRouterAnswerReader reader = new OpenRouterAnswerReader(new WholeAnswerReader(), false);

        accept(reader, "{\"choices\":");
        release(reader);
    }

    private @Nullable String accept(OpenRouterAnswerReader reader, String text) {
        ByteBuf chunk = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        given.add(chunk);
        return text(reader.accept(chunk));
    }

    private static @Nullable String text(@Nullable ByteBuf passed) {
        if (passed == null) {
            return null;
        }
        String text = passed.toString(StandardCharsets.UTF_8);
        passed.release();
        return text;
    }

    private void release(OpenRouterAnswerReader reader) {
        reader.release();
        assertThat(given).allMatch(chunk -> chunk.refCnt() == 0);
    }
}
