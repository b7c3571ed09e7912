package dev.byok.dialect.bedrock;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by the models' own invocations, which differ from vendor to vendor
 * (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html, 2026-11).
 */
public final class BedrockEmbeddings implements UpstreamDialect {

    private static final Set<String> OF_ANSWERS = Set.of("embedding", "embeddings");

    @Override
    public String path(String model, boolean stream) {
        return "/model/" + ModelPath.segment(model) + "/invoke";
    }

    @Override
    public void headers(BiConsumer<String, String> header) {
        // All that it needs to know is in the path, the body and the signature.
    }

    @Override
    public String requestId() {
        return "x-amzn-requestid";
    }

    @Override
    public String promptTokens() {
        return "x-amzn-bedrock-input-token-count";
    }

    @Override
    public TranslatedRequest request(JsonTape chat, @Nullable Integer mostTokens) {
        return EmbeddingsRequest.read(chat);
    }

    @Override
    public AnswerStream stream(AnswerForm form) {
        throw new UnsupportedOperationException("embeddings do not stream");
    }

    @Override
    public byte @Nullable [] answer(byte[] json, AnswerForm form) {
        return EmbeddingsAnswer.translated(json, form);
    }

    @Override
    public boolean isError(byte[] json) {
        return BedrockErrors.isError(json, OF_ANSWERS);
    }
}
