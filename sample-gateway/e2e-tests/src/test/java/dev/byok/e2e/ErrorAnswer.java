package dev.byok.e2e;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An error in the shape of the OpenAI API with what the gateway adds to it. */
record ErrorAnswer(String message, String type, String code, List<String> attemptedKeys) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ErrorAnswer of(String body) {
        JsonNode error = JSON.readTree(body).path("error");
        List<String> keys = new ArrayList<>();
        error.path("metadata")
                .path("attempts")
                .forEach(attempt -> keys.add(attempt.path("key").asString()));
        return new ErrorAnswer(
                error.path("message").asString(),
                error.path("type").asString(),
                error.path("code").asString(),
                keys);
    }
}
