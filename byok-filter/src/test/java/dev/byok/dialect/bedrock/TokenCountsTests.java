package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.Tapes;
import dev.byok.dialect.TranslatedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How many tokens a request would be, asked for in Bedrock's words. */
class TokenCountsTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final BedrockTokenCounts DIALECT = new BedrockTokenCounts();
    private static final AnswerForm FORM = new AnswerForm(0, false);

    private static TranslatedRequest request(String asked) {
        return DIALECT.request(Tapes.of(asked), 500);
    }

    @Test
    void asksForTheConversationAndItsToolsAlone() {
        TranslatedRequest request = request(
                "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"max_tokens\":9,\"temperature\":0.5,\"stop\":\"X\",\"user\":\"ada\",\"service_tier\":\"flex\","
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"parallel_tool_calls\":false}");

        assertThat(request.obstacle(ConverseRequestTests.CLAUDE)).isNull();
        assertThat(JSON.readTree(ConverseRequestTests.told(request, ConverseRequestTests.CLAUDE)))
                .isEqualTo(
                        JSON.readTree(
                                "{\"input\":{\"converse\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}],"
                                        + "\"system\":[{\"text\":\"Be brief.\"}],"
                                        + "\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"f\",\"inputSchema\":{\"json\":{\"type\":\"object\",\"properties\":{}}}}}]},"
                                        + "\"additionalModelRequestFields\":{\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}}}}}"));
    }

    /** What Converse is told, but for what a count knows nothing of. */
    @Test
    @Tag("corpus")
    void allThatIsAskedFitsTheServicesModel() throws IOException {
        ServiceModel service = ServiceModel.ofCorpus();
        int bodies = 0;
        for (ConverseRequestTests.Case one : ConverseRequestTests.cases().toList()) {
            TranslatedRequest request = request(one.asked());
            if (one.told() == null || request.obstacle(one.model()) != null) {
                continue;
            }
            ObjectNode said = (ObjectNode) JSON.readTree(one.told());
            said.remove(
                    List.of("inferenceConfig", "requestMetadata", "serviceTier", "additionalModelResponseFieldPaths"));
            JsonNode told = JSON.readTree(ConverseRequestTests.told(request, one.model()));
            JsonNode counted = told.path("input").path("converse");
            assertThat(service.flaws("CountTokensRequest", told))
                    .as("%s: %s", one, told)
                    .isEmpty();
            assertThat(counted.path("messages")).as("%s", one).isEqualTo(said.path("messages"));
            assertThat(counted.propertyNames()).as("%s", one).containsExactlyInAnyOrderElementsOf(said.propertyNames());
            bodies++;
        }
        assertThat(bodies).isGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\",\"properties\":{}}}} | response_format",
                "\"seed\":7 | seed",
                "\"user\":\"ada\" |"
            })
    void whatCannotBeCountedIsNamed(String more, @Nullable String obstacle) {
        TranslatedRequest request = request("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + more + "}");

        assertThat(request.obstacle(ConverseRequestTests.CLAUDE)).isEqualTo(obstacle);
    }

    /** Bedrock counts for a model, and refuses the profiles by which it is reached. */
    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-3-haiku-20240307-v1:0, anthropic.claude-3-haiku-20240307-v1%3A0",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0, anthropic.claude-sonnet-4-5-20250929-v1%3A0",
        "global.anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1",
        "arn:aws:bedrock:us-east-1:1:application-inference-profile/a1, arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fa1",
        "us.amazon.nova-pro-v1:0, us.amazon.nova-pro-v1%3A0"
    })
    void asksForTheModelBehindAProfile(String model, String segment) {
        assertThat(DIALECT.path(model, false)).isEqualTo("/model/" + segment + "/count-tokens");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"inputTokens\":14} | {\"input_tokens\":14}",
                "{\"inputTokens\":\"14\"} |",
                "{\"output\":{}} |",
                "[] |",
                "{ |"
            })
    void saysTheCountAsAnthropicDoes(String answer, @Nullable String said) {
        byte[] told = DIALECT.answer(answer.getBytes(StandardCharsets.UTF_8), FORM);

        assertThat(told == null ? null : new String(told, StandardCharsets.UTF_8))
                .isEqualTo(said);
    }

    @Test
    void anErrorIsNoCount() {
        assertThat(DIALECT.isError("{\"message\":\"no\"}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(DIALECT.isError("{\"inputTokens\":1}".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
