package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes errors as OpenAI does, as a body or as the last event of a stream. */
public final class OpenAiErrors {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] EVENT_START = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private OpenAiErrors() {}

    /** Returns the JSON body of an answer; the status is the caller's to set. */
    public static byte[] errorBody(ApiError error) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("message", error.message());
        fields.put("type", error.type());
        fields.put("param", error.param());
        fields.put("code", error.code());
        fields.put("metadata", error.metadata());
        if (!error.availability().isEmpty()) {
            fields.put("availability", error.availability());
        }
        return body(fields);
    }

    /** As {@link #errorEvent(String, String, String, Map)}, with all that {@link #errorBody} says. */
    public static ByteBuf errorEvent(ApiError error) {
        return event(errorBody(error));
    }

    /**
     * Returns an event that ends a stream with an error. No {@code [DONE]} may follow it, or clients would take the answer
     * for a complete one.
     *
     * @param extra further fields of the error object, after its own
     * @return a direct buffer, owned by the caller
     */
    public static ByteBuf errorEvent(
            String message, String type, @Nullable String code, Map<String, ? extends Object> extra) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("message", message);
        fields.put("type", type);
        fields.put("code", code);
        extra.forEach(fields::putIfAbsent);
        return event(body(fields));
    }

    static byte[] body(Map<String, @Nullable Object> fields) {
        return json(Map.of("error", fields));
    }

    static byte[] json(Map<String, ?> fields) {
        return JSON.writeValueAsBytes(fields);
    }

    /** Returns data as one event, owned by the caller. */
    static ByteBuf event(byte[] json) {
        return ByteBufAllocator.DEFAULT
                .directBuffer(EVENT_START.length + json.length + EVENT_END.length)
                .writeBytes(EVENT_START)
                .writeBytes(json)
                .writeBytes(EVENT_END);
    }
}
