package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.Tapes;
import dev.byok.dialect.TranslatedRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Embeddings in the words of the models that make them. */
class EmbeddingsTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final BedrockEmbeddings DIALECT = new BedrockEmbeddings();

    private static TranslatedRequest request(String asked) {
        return DIALECT.request(Tapes.of(asked), null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "amazon.titan-embed-text-v2:0 | {\"model\":\"m\",\"input\":\"a\\n\",\"user\":\"ada\"} | {\"inputText\":\"a\\n\"}",
                "amazon.titan-embed-text-v2:0 | {\"input\":[\"a\"],\"dimensions\":256,\"encoding_format\":\"float\"} | {\"inputText\":\"a\",\"dimensions\":256}",
                "amazon.titan-embed-text-v1 | {\"input\":\"a\"} | {\"inputText\":\"a\"}",
                "cohere.embed-english-v3 | {\"input\":[\"a\",\"b\"]} | {\"texts\":[\"a\",\"b\"],\"input_type\":\"search_document\"}",
                "us.cohere.embed-v4:0 | {\"input\":\"a\",\"dimensions\":512,\"input_type\":\"search_query\"} | {\"texts\":[\"a\"],\"input_type\":\"search_query\",\"output_dimension\":512}",
                "amazon.nova-2-multimodal-embeddings-v1:0 | {\"input\":\"a\",\"dimensions\":384} | {\"taskType\":\"SINGLE_EMBEDDING\",\"singleEmbeddingParams\":{\"embeddingPurpose\":\"GENERIC_INDEX\",\"embeddingDimension\":384,\"text\":{\"truncationMode\":\"NONE\",\"value\":\"a\"}}}"
            })
    void asksEachModelInItsOwnWords(String model, String asked, String told) {
        TranslatedRequest request = request(asked);

        assertThat(request.obstacle(model)).isNull();
        assertThat(JSON.readTree(ConverseRequestTests.told(request, model))).isEqualTo(JSON.readTree(told));
        assertThat(DIALECT.path(model, false)).endsWith("/invoke").doesNotContain(":");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "amazon.titan-embed-text-v2:0 | {\"input\":[\"a\",\"b\"]} | input",
                "amazon.titan-embed-text-v2:0 | {\"input\":[1,2]} | input",
                "amazon.titan-embed-text-v2:0 | {\"input\":[]} | input",
                "amazon.titan-embed-text-v2:0 | {} | input",
                "amazon.titan-embed-text-v1 | {\"input\":\"a\",\"dimensions\":2} | dimensions",
                "cohere.embed-english-v3 | {\"input\":\"a\",\"dimensions\":2} | dimensions",
                "us.cohere.embed-v4:0 | {\"input\":\"a\",\"dimensions\":-2} | dimensions",
                "amazon.titan-embed-text-v2:0 | {\"input\":\"a\",\"input_type\":\"search_query\"} | input_type",
                "amazon.titan-embed-text-v2:0 | {\"input\":\"a\",\"encoding_format\":\"int8\"} | encoding_format",
                "amazon.titan-embed-text-v2:0 | {\"input\":\"a\",\"late_chunking\":true} | late_chunking",
                "anthropic.claude-3-haiku-20240307-v1:0 | {\"input\":\"a\"} | embeddings"
            })
    void namesWhatCannotBeAskedFor(String model, String asked, String field) {
        assertThat(request(asked).obstacle(model)).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"embedding\":[0.5, -1],\"inputTextTokenCount\":3,\"embeddingsByType\":{}} | [[0.5,-1]] | 3",
                "{\"embeddings\":[[1,2],[3,4]],\"response_type\":\"embeddings_floats\"} | [[1,2],[3,4]] | 7",
                "{\"embeddings\":{\"float\":[[1e-3]],\"int8\":[[1]]}} | [[1e-3]] | 7",
                "{\"embeddings\":[{\"embeddingType\":\"TEXT\",\"embedding\":[1.0]}]} | [[1.0]] | 7"
            })
    void answersAsOpenAiDoes(String json, String vectors, int tokens) {
        byte[] said = DIALECT.answer(
                json.getBytes(StandardCharsets.UTF_8), new AnswerForm(1, false, "acme/embed", "i", false, 7, ""));

        assertThat(said).isNotNull();
        var answer = JSON.readTree(said == null ? new byte[0] : said);
        int index = 0;
        for (var vector : JSON.readTree(vectors)) {
            assertThat(answer.path("data").path(index).path("embedding")).isEqualTo(vector);
            assertThat(answer.path("data").path(index).path("index").asInt()).isEqualTo(index++);
        }
        assertThat(answer.path("data").size()).isEqualTo(index);
        assertThat(answer.path("model").asString()).isEqualTo("acme/embed");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"message\":\"no\"} | true",
                "{\"embeddings\":[]} | false",
                "{\"embedding\":[\"a\"]} | false",
                "{\"embedding\":[]} | false",
                "nothing | false"
            })
    void whatIsNoAnswerIsNone(String json, boolean error) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        byte @Nullable [] said = DIALECT.answer(bytes, new AnswerForm(1, false));

        assertThat(said).isNull();
        assertThat(DIALECT.isError(bytes)).isEqualTo(error);
    }
}
