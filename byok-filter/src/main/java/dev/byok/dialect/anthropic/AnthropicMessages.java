package dev.byok.dialect.anthropic;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages (platform.claude.com/docs/en/api/messages, 2026-11). */
public final class AnthropicMessages implements UpstreamDialect {

    @Override
    public String path(String model, boolean stream) {
        return "/messages";
    }

    @Override
    public void headers(BiConsumer<String, String> header) {
        header.accept("anthropic-version", "2023-06-01");
    }

    @Override
    public String requestId() {
        return "request-id";
    }

    @Override
    public TranslatedRequest request(JsonTape chat, @Nullable Integer mostTokens) {
        return AnthropicRequest.of(chat, mostTokens == null ? Integer.MAX_VALUE : mostTokens);
    }

    @Override
    public AnswerStream stream(AnswerForm form) {
        return new AnthropicStream(form);
    }

    @Override
    public byte @Nullable [] answer(byte[] json, AnswerForm form) {
        return AnthropicAnswer.translated(json, form);
    }

    @Override
    public boolean isError(byte[] json) {
        JsonTape tape = new JsonTape();
        return tape.read(json, 0, json.length)
                && (tape.is(tape.member(JsonTape.ROOT, "type"), "error")
                        || tape.isObject(tape.member(JsonTape.ROOT, "error")));
    }
}
