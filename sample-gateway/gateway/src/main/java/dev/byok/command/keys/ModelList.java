package dev.byok.command.keys;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider's list of models: OpenAI's {@code data[]}, or a bare list as Together's, each with an {@code id}. */
final class ModelList {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelList() {}

    /** Returns the ids; null where the text is no such list. */
    static @Nullable Set<String> read(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
        JsonNode list = root.isArray() ? root : root.path("data");
        if (!list.isArray()) {
            return null;
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode item : list) {
            ids.add(item.path("id").asString(""));
        }
        return ids;
    }

    /** Gemini's list puts {@code models/} before each name, Ollama's {@code :latest} behind those without a tag. */
    static boolean names(Set<String> listed, String model) {
        return listed.contains(model) || listed.contains("models/" + model) || listed.contains(model + ":latest");
    }
}
