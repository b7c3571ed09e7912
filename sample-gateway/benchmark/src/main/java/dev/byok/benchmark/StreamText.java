package dev.byok.benchmark;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a stream of chat completion chunks says. */
final class StreamText {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATA = "data: ";
    private static final String DONE = "[DONE]";

    private StreamText() {}

    /** Returns all content of a stream that ended properly; else what is wrong with it. */
    static String of(byte[] stream) {
        StringBuilder text = new StringBuilder();
        String reason = "";
        boolean done = false;
        for (String line : new String(stream, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith(DATA + DONE)) {
                done = true;
            } else if (line.startsWith(DATA)) {
                try {
                    JsonNode choice = JSON.readTree(line.substring(DATA.length()))
                            .path("choices")
                            .path(0);
                    text.append(choice.path("delta").path("content").asString(""));
                    reason = choice.path("finish_reason").asString(reason);
                } catch (JacksonException notJson) {
                    return "no JSON: " + line;
                }
            }
        }
        return done && reason.equals("stop") ? text.toString() : "not ended: " + reason;
    }
}
