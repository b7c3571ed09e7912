package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.ApiError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes errors as Anthropic does (platform.claude.com/docs/en/api/errors), as a body or as the last event of a stream. Its
 * clients know an error by its status and {@code type}; our own code, and what else is known, stand beside the message.
 */
final class AnthropicErrors {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] EVENT_START = "event: error\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final String TIMEOUT = "upstream_timeout";

    private AnthropicErrors() {}

    static byte[] body(ApiError error, String id) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", type(error));
        fields.put("message", error.message());
        fields.put("code", error.code());
        if (error.param() != null) {
            fields.put("param", error.param());
        }
        fields.put("metadata", error.metadata());
        if (!error.availability().isEmpty()) {
            fields.put("availability", error.availability());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "error");
        body.put("error", fields);
        body.put("request_id", id);
        return JSON.writeValueAsBytes(body);
    }

    static ByteBuf event(ApiError error, String id) {
        byte[] json = body(error, id);
        return ByteBufAllocator.DEFAULT
                .directBuffer(EVENT_START.length + json.length + EVENT_END.length)
                .writeBytes(EVENT_START)
                .writeBytes(json)
                .writeBytes(EVENT_END);
    }

    /** Returns Anthropic's word; a stream that has begun has no status of its own any more, only a code. */
    private static String type(ApiError error) {
        return error.code().equals(TIMEOUT) ? "timeout_error" : typeOf(error.status());
    }

    /** Returns Anthropic's word for a status. */
    static String typeOf(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
