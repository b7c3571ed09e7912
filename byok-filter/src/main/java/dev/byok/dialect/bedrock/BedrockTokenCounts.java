package dev.byok.dialect.bedrock;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a request to Converse would be (docs.aws.amazon.com/bedrock/latest/userguide/count-tokens.html, 2026-11).
 * Callers of Anthropic's dialect alone ask for that: it is answered in their words.
 */
public final class BedrockTokenCounts implements UpstreamDialect {

    private static final Set<String> OF_ANSWERS = Set.of("inputTokens");
    private static final String CLAUDE = "anthropic.claude";

    @Override
    public String path(String model, boolean stream) {
        return "/model/" + ModelPath.segment(counting(model)) + "/count-tokens";
    }

    /**
     * Returns the model behind a profile that names it: only models count (github.com/pydantic/pydantic-ai/pull/3367), and
     * of those only Claude's.
     */
    private static String counting(String model) {
        int at = model.indexOf(CLAUDE, model.lastIndexOf('/') + 1);
        return at < 0 ? model : model.substring(at);
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
        return new TokenCountRequest(RequestReader.read(chat, mostTokens));
    }

    @Override
    public AnswerStream stream(AnswerForm form) {
        throw new UnsupportedOperationException("a count does not stream");
    }

    @Override
    public byte @Nullable [] answer(byte[] json, AnswerForm form) {
        JsonTape tape = new JsonTape();
        int count = tape.read(json, 0, json.length) ? tape.member(JsonTape.ROOT, "inputTokens") : JsonTape.NONE;
        return tape.isNumber(count)
                ? new JsonText(32)
                        .ascii("{\"input_tokens\":")
                        .number(tape.count(count))
                        .ascii("}")
                        .toByteArray()
                : null;
    }

    @Override
    public boolean isError(byte[] json) {
        return BedrockErrors.isError(json, OF_ANSWERS);
    }
}
