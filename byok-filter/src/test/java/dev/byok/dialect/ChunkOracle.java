package dev.byok.dialect;

import dev.byok.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules once more, over a tree that Jackson has read: slow and plain.
 *
 * @param finished whether there is a finish reason, by choice index
 */
record ChunkOracle(
        boolean malformed,
        boolean error,
        boolean realOutput,
        boolean choicesEmpty,
        @Nullable JsonNode usage,
        Map<Integer, Boolean> finished) {

    static final JsonMapper JSON = StrictJson.JSON;

    private static final ChunkOracle MALFORMED = new ChunkOracle(true, false, false, false, null, Map.of());

    private static final List<String> OUTPUT = List.of(
            "content",
            "reasoning",
            "reasoning_content",
            "reasoning_details",
            "thinking",
            "refusal",
            "audio",
            "tool_calls",
            "function_call");

    private static final JsonMapper WITHOUT_DUPLICATES = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    /** Returns whether a key occurs twice in one object, so that readers may differ about what is meant. */
    static boolean ambiguous(byte[] json) {
        try {
            WITHOUT_DUPLICATES.readTree(new String(json, StandardCharsets.UTF_8));
            return false;
        } catch (JacksonException e) {
            return !of(json).malformed();
        }
    }

    static ChunkOracle of(byte[] json) {
        if (!StrictJson.isJson(json)) {
            return MALFORMED;
        }
        JsonNode root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        boolean error = !empty(root.path("error"));
        boolean output = false;
        Map<Integer, Boolean> finished = new TreeMap<>();
        JsonNode choices = root.path("choices");
        for (JsonNode choice : choices.isArray() ? choices : JSON.createArrayNode()) {
            if (!choice.isObject()) {
                continue;
            }
            JsonNode reason = choice.path("finish_reason");
            boolean finish = text(reason);
            // An index that is none, as a negative one, stands for the first choice.
            finished.merge(Math.max(0, choice.path("index").asInt(0)), finish, Boolean::logicalOr);
            error |= finish && reason.stringValue().equals("error");
            output |= finish || text(choice.path("text"));
            JsonNode delta = choice.path("delta");
            output |= OUTPUT.stream()
                    .map(delta::path)
                    .anyMatch(value -> text(value) || (value.isContainer() && !value.isEmpty()));
        }
        JsonNode usage = root.path("usage");
        return new ChunkOracle(
                false,
                error,
                output,
                choices.isArray() && choices.isEmpty(),
                usage.isObject() && !usage.isEmpty() ? usage : null,
                new HashMap<>(finished));
    }

    private static boolean text(JsonNode node) {
        return node.isString() && !node.stringValue().isEmpty();
    }

    private static boolean empty(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isBoolean() && !node.booleanValue())
                || (node.isString() && node.stringValue().isEmpty())
                || (node.isContainer() && node.isEmpty());
    }
}
