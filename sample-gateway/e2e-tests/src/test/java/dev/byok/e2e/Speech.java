package dev.byok.e2e;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a client of a dialect asks, and what it keeps of an answer for its next request. */
enum Speech {
    OPENAI("/chat/completions") {
        @Override
        JsonNode keptOf(JsonNode answer) {
            return answer.at("/choices/0/message");
        }

        @Override
        JsonNode keptOf(Iterable<JsonNode> events) {
            return StreamedChat.message(events);
        }

        @Override
        String callOf(JsonNode kept, int number) {
            return kept.path("tool_calls").path(number).path("id").asString("");
        }
    },
    ANTHROPIC("/messages") {
        @Override
        JsonNode keptOf(JsonNode answer) {
            return said(answer.path("content"));
        }

        @Override
        JsonNode keptOf(Iterable<JsonNode> events) {
            return said(StreamedMessage.content(events));
        }

        @Override
        String callOf(JsonNode kept, int number) {
            int left = number;
            for (JsonNode block : kept.path("content")) {
                if (block.path("type").asString().equals("tool_use") && left-- == 0) {
                    return block.path("id").asString();
                }
            }
            return "";
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String path;

    Speech(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** Returns its folder among the recordings. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the message that an answer is. */
    abstract JsonNode keptOf(JsonNode answer);

    /** Returns the message that a stream's events come to. */
    abstract JsonNode keptOf(Iterable<JsonNode> events);

    /** Returns the id of one of a message's calls. */
    abstract String callOf(JsonNode kept, int number);

    private static JsonNode said(JsonNode content) {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        message.set("content", content);
        return message;
    }

    /** Returns the data of a stream's events. */
    static Iterable<JsonNode> events(String body) {
        ArrayNode events = JSON.createArrayNode();
        body.lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> events.add(JSON.readTree(line.substring("data: ".length()))));
        return events;
    }
}
