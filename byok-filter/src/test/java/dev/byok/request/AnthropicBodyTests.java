package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.CarriedThought;
import dev.byok.policy.Capability;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a body in Anthropic's words, and what of it is sent on. */
class AnthropicBodyTests {

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static BodyFacts facts(String members) {
        return BodyScanner.scan(bytes("{\"model\":\"m\"," + members + "\"messages\":[]}"), BodyForm.ANTHROPIC);
    }

    private static String sent(String body) {
        ByteBuf bytes = bytes(body);
        ByteBuf sent = BodySplice.splice(bytes, BodyScanner.scan(bytes, BodyForm.ANTHROPIC), "up", false);
        try {
            return sent.toString(StandardCharsets.UTF_8);
        } finally {
            sent.release();
            bytes.release();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},|true",
                "\"thinking\":{\"budget_tokens\":1024,\"type\":\"adaptive\"},|true",
                "\"thinking\":{\"type\":\"disabled\"},|false",
                "\"thinking\":null,|false",
                "\"thinking\":\"enabled\",|false",
                "\"max_tokens\":1,|false"
            })
    void thinkingIsReasoning(String members, boolean reasoning) {
        BodyFacts facts = facts(members);

        assertThat(facts.reasoning()).isEqualTo(reasoning);
        assertThat(facts.needs()).isEqualTo(reasoning ? Set.of(Capability.REASONING) : Set.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"output_config\":{\"effort\":\"low\"},|true",
                "\"output_config\":{\"effort\":null},|false",
                "\"output_config\":{\"else\":\"low\"},|false",
                "\"output_config\":{\"effort\":\"max\"},\"thinking\":{\"type\":\"disabled\"},|true",
                "\"thinking\":{\"type\":\"disabled\"},\"output_config\":{\"effort\":\"max\"},|true"
            })
    void anEffortTakesItsTimeAndAsksNobodyToThinkWhoCannot(String members, boolean reasoning) {
        BodyFacts facts = facts(members);

        assertThat(facts.reasoning()).isEqualTo(reasoning);
        assertThat(facts.needs()).isEmpty();
    }

    @Test
    void knowsWhatAnEndpointHasToBeAbleTo() {
        assertThat(facts("\"tools\":[{\"name\":\"f\"}],").needs()).containsExactly(Capability.TOOLS);
        assertThat(facts("\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\"}},")
                        .needs())
                .containsExactly(Capability.STRUCTURED_OUTPUT);
        assertThat(facts("\"output_format\":{\"type\":\"json_schema\"},").needs())
                .containsExactly(Capability.STRUCTURED_OUTPUT);
        assertThat(facts("\"output_config\":{\"effort\":\"low\"},").needs()).isEmpty();
    }

    @Test
    void knowsLimitAndStream() {
        BodyFacts facts = facts("\"max_tokens\":77,\"stream\":true,");

        assertThat(facts.maxTokens()).isEqualTo(77);
        assertThat(facts.stream()).isTrue();
    }

    /** As coding agents write it; any other id is a user's, who has many conversations. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"user_a_account_b_session_c\"|user_a_account_b_session_c", "\"somebody\"|", "7|", "null|"})
    void aSessionInAUsersIdIsTheConversation(String id, String session) {
        assertThat(facts("\"metadata\":{\"other\":{},\"user_id\":" + id + "},").promptCacheKey())
                .isEqualTo(session);
    }

    @Test
    void isNothingToABodyInOpenAisWords() {
        BodyFacts facts = BodyScanner.scan(bytes(
                "{\"model\":\"m\",\"output_config\":{\"effort\":\"high\"},\"metadata\":{\"user_id\":\"session\"}}"));

        assertThat(facts.reasoning()).isFalse();
        assertThat(facts.promptCacheKey()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[T,X]|[X]",
                "[ T , X ]|[ X ]",
                "[T,T,X]|[X]",
                "[X,T]|[X]",
                "[X , T,X]|[X,X]",
                "[X,T,T, X]|[X, X]",
                "[S,X]|[S,X]",
                "[C,X,C]|[X]",
                "[L,X]|[X]",
                "[N,X]|[X]",
                "[T,S,T]|[S]",
                "\"T\"|\"T\""
            })
    void thoughtsThatNobodySignedAreLeftOut(String content, String left) {
        String start = "{\"model\":\"m\",\"provider\":{},\"messages\":[{\"role\":\"assistant\",\"content\":";
        String end = "},{\"role\":\"user\",\"content\":\"\\\"signature\\\":\"}],\"session_id\":\"s\",\"max_tokens\":1}";

        assertThat(sent(start + words(content) + end))
                .isEqualTo((start + words(left) + end)
                        .replace("\"m\"", "\"up\"")
                        .replace(",\"provider\":{}", "")
                        .replace(",\"session_id\":\"s\"", ""));
    }

    /** Anthropic refuses a message without content. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"U,A,U|U,U", "A,U|U", "A , A,U|U", "U,A|U", "U , A , A ,U|U ,U", "U,A,M,A|U,N", "A|", "E,U|E,U"})
    void anAssistantThatHasNotComeToSpeakIsLeftOut(String messages, String left) {
        String start = "{\"model\":\"up\",\"max_tokens\":1,\"messages\":[";

        assertThat(sent(start + conversation(messages) + "]}"))
                .isEqualTo(start + (left == null ? "" : conversation(left)) + "]}");
    }

    private static String conversation(String pattern) {
        return spelled(
                pattern,
                Map.of(
                        'U', "{\"role\":\"u\",\"content\":\"a\"}",
                        'A', "{\"role\":\"a\",\"content\":" + words("[T, C]") + "}",
                        'M', "{\"role\":\"a\",\"content\":" + words("[T,X,T]") + "}",
                        'N', "{\"role\":\"a\",\"content\":" + words("[X]") + "}",
                        'E', "{\"role\":\"a\",\"content\":[]}"));
    }

    private static String spelled(String pattern, Map<Character, String> words) {
        StringBuilder spelled = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            spelled.append(words.getOrDefault(pattern.charAt(i), String.valueOf(pattern.charAt(i))));
        }
        return spelled.toString();
    }

    /** Who says them in another dialect gives them back to whom they belong. */
    @Test
    void translationsAreToldThem() {
        String body = "{\"model\":\"m\",\"provider\":{},\"messages\":[{\"role\":\"assistant\",\"content\":"
                + words("[C,X]") + "}]}";
        ByteBuf bytes = bytes(body);
        ByteBuf told = BodySplice.told(bytes, BodyScanner.scan(bytes, BodyForm.ANTHROPIC));

        assertThat(told.toString(StandardCharsets.UTF_8)).isEqualTo(body.replace(",\"provider\":{}", ""));
        told.release();
        bytes.release();
    }

    private static String words(String pattern) {
        if (pattern.equals("\"T\"")) {
            return "\"signature:\"";
        }
        return spelled(
                pattern,
                Map.of(
                        'T', thought(""),
                        'S', thought("x"),
                        'C', thought(CarriedThought.ofText("p", "reasoning")),
                        'L', thought(CarriedThought.BEGINNING + "e".repeat(3000)),
                        'N', "{\"type\":\"thinking\",\"thinking\":\"a\"}",
                        'X', "{\"type\":\"text\",\"text\":\"b\"}"));
    }

    private static String thought(String signature) {
        return "{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"" + signature + "\"}";
    }
}
