package dev.byok.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.Tapes;
import dev.byok.dialect.TranslatedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Requests of OpenAI's callers in Anthropic's words, by the table of requests.txt. */
class AnthropicRequestTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AnthropicMessages DIALECT = new AnthropicMessages();

    record Case(
            String name,
            String model,
            String asked,
            @Nullable String told,
            @Nullable String obstacle) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String name = "";
        String model = "";
        String asked = "";
        for (String line : lines()) {
            if (line.startsWith("== ")) {
                name = line.substring(3);
                model = "claude-sonnet-4-5";
            } else if (line.startsWith("@ ")) {
                model = line.substring(2);
            } else if (line.startsWith("> ")) {
                asked = line.substring(2);
            } else if (line.startsWith("< ")) {
                cases.add(new Case(name, model, asked, line.substring(2), null));
            } else if (line.startsWith("! ")) {
                cases.add(new Case(name, model, asked, null, line.substring(2)));
            }
        }
        return cases.stream();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = AnthropicRequestTests.class.getResourceAsStream("requests.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysAllOfARequestOrWhatItCannot(Case each) {
        TranslatedRequest request = DIALECT.request(Tapes.of(each.asked()), null);

        assertThat(request.obstacle(each.model())).isEqualTo(each.obstacle());
        if (each.told() != null) {
            assertThat(JSON.readTree(body(request, each.model()))).isEqualTo(JSON.readTree(each.told()));
        }
    }

    @Test
    void textsStayByteForByte() {
        String text = "\"\\u00e9\\/ é\\ud83d\\ude00 \\\"quoted\\\"\"";
        TranslatedRequest request =
                DIALECT.request(Tapes.of("{\"messages\":[{\"role\":\"user\",\"content\":" + text + "}]}"), null);

        assertThat(new String(body(request, "claude-opus-5"), StandardCharsets.UTF_8))
                .contains("\"content\":" + text);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, '', 16000, 4096",
        "claude-3-haiku-20240307, '', 1000, 1000",
        "claude-opus-4-6, '', 16000, 16000",
        "claude-opus-4-6, '\"max_tokens\":100,', 16000, 100",
        "claude-opus-4-20250514, '\"max_tokens\":4000,\"reasoning_effort\":\"high\",', 6000, 6000"
    })
    void asksForNoLongerAnswerThanItMay(String model, String said, int most, int asked) {
        String body = "{" + said + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        TranslatedRequest request = DIALECT.request(Tapes.of(body), most);

        assertThat(request.obstacle(model)).isNull();
        assertThat(JSON.readTree(body(request, model)).path("max_tokens").asInt())
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, 4096, NONE",
        "claude-3-5-sonnet-latest, 8192, NONE",
        "claude-3-7-sonnet-20250219, 64000, BUDGET",
        "claude-opus-4-20250514, 32000, BUDGET",
        "claude-opus-4-1-20250805, 32000, BUDGET",
        "claude-sonnet-4-20250514, 64000, BUDGET",
        "anthropic/claude-sonnet-4.5, 64000, BUDGET",
        "claude-haiku-4-5-20251001, 64000, BUDGET",
        "claude-4-opus-20250514, 32000, BUDGET",
        "claude-4.5-sonnet, 64000, BUDGET",
        "claude-opus-4-6, 128000, ADAPTIVE",
        "claude-sonnet-4-6, 64000, ADAPTIVE",
        "claude-opus-4-7, 128000, ADAPTIVE",
        "claude-sonnet-5, 128000, ADAPTIVE",
        "deepseek-chat, 8192, BUDGET"
    })
    void knowsAModelByItsName(String name, int maxTokens, ClaudeModel.Thinking thinking) {
        assertThat(ClaudeModel.of(name))
                .extracting(ClaudeModel::maxTokens, ClaudeModel::thinking)
                .containsExactly(maxTokens, thinking);
    }

    private static byte[] body(TranslatedRequest request, String model) {
        ByteBuf body = request.body(ByteBufAllocator.DEFAULT, model);
        try {
            assertThat(body.isDirect()).isTrue();
            return ByteBufUtil.getBytes(body);
        } finally {
            body.release();
        }
    }
}
