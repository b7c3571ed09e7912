package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiErrorsTests {

    @Test
    void writesABodyInTheOrderOfItsFields() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("remedy_hint", "wait");
        metadata.put("attempts", List.of(Map.of("provider", "openai")));

        byte[] body = OpenAiErrors.errorBody(
                new ApiError(429, "all keys \"cool\"", "rate_limit_error", "all_keys_cooling", null, metadata));

        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":{\"message\":\"all keys \\\"cool\\\"\",\"type\":\"rate_limit_error\","
                        + "\"param\":null,\"code\":\"all_keys_cooling\",\"metadata\":{\"remedy_hint\":\"wait\","
                        + "\"attempts\":[{\"provider\":\"openai\"}]}}}");
    }

    @Test
    void writesAnEventThatAStreamReadsAsItsError() {
        ByteBuf event = OpenAiErrors.errorEvent("cut\nin two", "upstream_error", null, Map.of("provider", "openai"));
        assertThat(event.isDirect()).isTrue();
        String text = event.toString(StandardCharsets.UTF_8);

        ChatStream stream = new ChatStream(false);

        assertThat(stream.accept(event)).isNull();
        assertThat(stream.errorPayload())
                .asString()
                .isEqualTo("{\"error\":{\"message\":\"cut\\nin two\",\"type\":\"upstream_error\",\"code\":null,"
                        + "\"provider\":\"openai\"}}");
        assertThat(text).startsWith("data: {").endsWith("}\n\n");
        assertThat(event.refCnt()).isZero();
    }

    @Test
    void saysTheSameInAnEventAsInABody() {
        ApiError error = ApiError.of(502, "cut", "upstream_error", "stream_cut");

        ByteBuf event = OpenAiErrors.errorEvent(error);

        assertThat(event.toString(StandardCharsets.UTF_8))
                .isEqualTo("data: " + new String(OpenAiErrors.errorBody(error), StandardCharsets.UTF_8) + "\n\n");
        event.release();
    }

    @Test
    void neverLetsAnExtraFieldReplaceItsOwn() {
        ByteBuf event = OpenAiErrors.errorEvent("cut", "upstream_error", "a", Map.of("code", "b"));

        assertThat(event.toString(StandardCharsets.UTF_8))
                .contains("\"code\":\"a\"")
                .doesNotContain("\"b\"");
        event.release();
    }
}
