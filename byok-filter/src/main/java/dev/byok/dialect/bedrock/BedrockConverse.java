package dev.byok.dialect.bedrock;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Bedrock's Converse (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, 2026-11). */
public final class BedrockConverse implements UpstreamDialect {

    private static final Set<String> OF_ANSWERS = Set.of("output", "stopReason");

    @Override
    public String path(String model, boolean stream) {
        return "/model/" + ModelPath.segment(model) + (stream ? "/converse-stream" : "/converse");
    }

    @Override
    public String streamType() {
        return "application/vnd.amazon.eventstream";
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
    public TranslatedRequest request(JsonTape chat, @Nullable Integer mostTokens) {
        return RequestReader.read(chat, mostTokens);
    }

    @Override
    public AnswerStream stream(AnswerForm form) {
        return new ConverseStream(form);
    }

    @Override
    public byte @Nullable [] answer(byte[] json, AnswerForm form) {
        return ConverseAnswer.translated(json, form);
    }

    @Override
    public boolean isError(byte[] json) {
        return BedrockErrors.isError(json, OF_ANSWERS);
    }
}
