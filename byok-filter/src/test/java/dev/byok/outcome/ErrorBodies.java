package dev.byok.outcome;

import dev.byok.provider.ProviderPreset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Bodies of failures as providers write them, and a classifier that reads them. */
final class ErrorBodies {

    static final OutcomeClassifier CLASSIFIER =
            new OutcomeClassifier(Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC));

    static final String NO_MODEL = error(
            "The model `gpt-9` does not exist or you do not have access to it.",
            "invalid_request_error",
            "model_not_found");
    static final String TOO_LONG = error(
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
            "invalid_request_error",
            "context_length_exceeded");

    private ErrorBodies() {}

    static Outcome classify(ProviderPreset preset, int status, String body) {
        return CLASSIFIER.classify(preset, status, HeaderLookup.NONE, utf8(body));
    }

    /** Returns an error as OpenAI writes it. */
    static String error(String message, @Nullable String type, @Nullable String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":" + quoted(type) + ",\"param\":null,\"code\":"
                + quoted(code) + "}}";
    }

    /** Returns an error as OpenRouter writes it. */
    static String broker(int code, String message, String metadata) {
        return "{\"error\":{\"message\":\"" + message + "\",\"code\":" + code + ",\"metadata\":{" + metadata
                + "}},\"user_id\":\"user_1\"}";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}
