package dev.byok.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes chat answers what OpenRouter's clients take: they check each answer against OpenRouter's own schema, to which
 * providers' answers do not keep. What is missing and may be null is null, and what is null and may be missing goes; nothing
 * else changes. An answer that has nothing of the kind, or is no JSON, stays the very same bytes.
 */
public final class OpenRouterAnswers {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final String FINGERPRINT = "system_fingerprint";
    private static final List<String> NEVER_NULL_AT_TOP = List.of("usage", FINGERPRINT);
    private static final List<String> NEVER_NULL_IN_MESSAGE =
            List.of("role", "tool_calls", "reasoning_details", "audio", "images");

    private OpenRouterAnswers() {}

    /** Returns an answer that came whole. */
    public static byte[] whole(byte[] json) {
        ObjectNode answer = object(json, 0, json.length);
        if (answer == null || !answer.path("choices").isArray()) {
            return json;
        }
        boolean changed = dropNulls(answer, List.of("usage"));
        if (!answer.has(FINGERPRINT)) {
            answer.putNull(FINGERPRINT);
            changed = true;
        }
        changed |= choices(answer, "message");
        return changed ? JSON.writeValueAsBytes(answer) : json;
    }

    /** Returns whole events of a stream. */
    public static byte[] events(byte[] bytes) {
        ByteArrayOutputStream changed = null;
        int copied = 0;
        for (int from = 0; from < bytes.length; ) {
            int end = lineEnd(bytes, from);
            byte[] chunk = startsWithData(bytes, from, end) ? chunk(bytes, from + DATA.length, end) : null;
            if (chunk != null) {
                changed = changed == null ? new ByteArrayOutputStream(bytes.length) : changed;
                changed.write(bytes, copied, from + DATA.length - copied);
                changed.write(' ');
                changed.writeBytes(chunk);
                copied = end;
            }
            from = end + 1;
        }
        if (changed == null) {
            return bytes;
        }
        changed.write(bytes, copied, bytes.length - copied);
        return changed.toByteArray();
    }

    /** Returns what stands in a data line's place; null where it may stay. */
    private static byte @Nullable [] chunk(byte[] bytes, int from, int to) {
        ObjectNode chunk = object(bytes, from, to);
        if (chunk == null || !chunk.path("choices").isArray()) {
            return null;
        }
        boolean changed = dropNulls(chunk, NEVER_NULL_AT_TOP);
        changed |= choices(chunk, "delta");
        return changed ? JSON.writeValueAsBytes(chunk) : null;
    }

    private static boolean choices(ObjectNode answer, String message) {
        boolean changed = false;
        for (JsonNode each : answer.path("choices")) {
            if (each instanceof ObjectNode choice) {
                if (!choice.has("finish_reason")) {
                    choice.putNull("finish_reason");
                    changed = true;
                }
                if (choice.get(message) instanceof ObjectNode inner) {
                    changed |= dropNulls(inner, NEVER_NULL_IN_MESSAGE);
                    changed |= message.equals("delta") && numbered(inner.get("tool_calls"));
                }
            }
        }
        return changed;
    }

    /** Pieces of tool calls are told apart by their index; a provider that sends each of them whole may leave it out. */
    private static boolean numbered(@Nullable JsonNode calls) {
        boolean changed = false;
        if (calls instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof ObjectNode call && !call.has("index")) {
                    call.put("index", i);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean dropNulls(ObjectNode object, List<String> names) {
        boolean changed = false;
        for (String name : names) {
            JsonNode value = object.get(name);
            if (value != null && value.isNull()) {
                object.remove(name);
                changed = true;
            }
        }
        return changed;
    }

    private static @Nullable ObjectNode object(byte[] bytes, int from, int to) {
        try {
            return JSON.readTree(bytes, from, to - from) instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Returns where a line ends, before its CR or LF. */
    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return end;
    }

    private static boolean startsWithData(byte[] bytes, int from, int end) {
        if (end - from < DATA.length) {
            return false;
        }
        for (int i = 0; i < DATA.length; i++) {
            if (bytes[from + i] != DATA[i]) {
                return false;
            }
        }
        return true;
    }
}
