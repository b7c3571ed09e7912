package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes errors as OpenRouter does: {@code code} is the HTTP status, a number, and {@code metadata.error_type} one of its
 * words. Our own code and type, which its shape has no place for, stand in the metadata.
 */
public final class OpenRouterErrors {

    private OpenRouterErrors() {}

    /** Returns the JSON body of an answer; the status is the caller's to set. */
    public static byte[] errorBody(ApiError error) {
        return OpenAiErrors.body(fields(error));
    }

    /** As {@link #chunk}, for a stream whose chunks are not those of a chat: the error alone. */
    public static ByteBuf errorEvent(ApiError error) {
        return OpenAiErrors.event(errorBody(error));
    }

    /**
     * Returns a chunk of a chat that ends its stream with an error: {@code finish_reason} is {@code error}, and {@code error}
     * says which.
     *
     * @param created seconds since 1970
     * @return a direct buffer, owned by the caller
     */
    public static ByteBuf chunk(ApiError error, String id, long created, String model) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("delta", Map.of("content", ""));
        choice.put("finish_reason", "error");
        Map<String, Object> chunk = new LinkedHashMap<>();
        chunk.put("id", id);
        chunk.put("object", "chat.completion.chunk");
        chunk.put("created", created);
        chunk.put("model", model);
        chunk.put("choices", List.of(choice));
        chunk.put("error", fields(error));
        return OpenAiErrors.event(OpenAiErrors.json(chunk));
    }

    private static Map<String, @Nullable Object> fields(ApiError error) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("error_type", errorType(error));
        metadata.put("code", error.code());
        metadata.put("type", error.type());
        if (error.param() != null) {
            metadata.put("param", error.param());
        }
        metadata.putAll(error.metadata());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", error.status());
        fields.put("message", error.message());
        fields.put("metadata", metadata);
        if (!error.availability().isEmpty()) {
            fields.put("availability", error.availability());
        }
        return fields;
    }

    private static String errorType(ApiError error) {
        return switch (error.code()) {
            case "context_length_exceeded" -> "context_length_exceeded";
            case "content_filter", "content_policy_violation" -> "content_policy_violation";
            // Ours, of which no provider knows.
            case "policy_not_loaded", "gateway_busy", "idempotency_store_full", "route_misconfigured" -> "server";
            default -> errorType(error.status());
        };
    }

    private static String errorType(int status) {
        return switch (status) {
            case 400, 405, 409, 415 -> "invalid_request";
            case 401 -> "authentication";
            case 402 -> "payment_required";
            case 403 -> "permission_denied";
            case 404 -> "not_found";
            case 408, 504 -> "timeout";
            case 412 -> "precondition_failed";
            case 413 -> "payload_too_large";
            case 422 -> "unprocessable";
            case 429 -> "rate_limit_exceeded";
            case 500 -> "server";
            case 502 -> "provider_unavailable";
            case 503, 529 -> "provider_overloaded";
            default -> "unmapped";
        };
    }
}
