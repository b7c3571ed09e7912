package dev.byok.e2e;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts chat completion chunks together, as OpenAI's clients do. */
final class StreamedChat {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode message = JSON.createObjectNode();
    private final ArrayNode calls = JSON.createArrayNode();
    private final ArrayNode thoughts = JSON.createArrayNode();

    private StreamedChat() {}

    static JsonNode message(Iterable<JsonNode> chunks) {
        StreamedChat chat = new StreamedChat();
        chunks.forEach(chunk -> chat.add(chunk.at("/choices/0/delta")));
        if (!chat.message.has("content")) {
            chat.message.putNull("content");
        }
        if (!chat.calls.isEmpty()) {
            chat.message.set("tool_calls", chat.calls);
        }
        if (!chat.thoughts.isEmpty()) {
            chat.message.set("thinking_blocks", chat.thoughts);
        }
        return chat.message;
    }

    private void add(JsonNode delta) {
        if (delta.has("role")) {
            message.set("role", delta.get("role"));
        }
        append(message, "content", delta);
        append(message, "reasoning_content", delta);
        for (JsonNode piece : delta.path("thinking_blocks")) {
            int index = piece.path("index").asInt();
            while (thoughts.size() <= index) {
                thoughts.addObject();
            }
            ObjectNode thought = (ObjectNode) thoughts.get(index);
            thought.set("index", piece.get("index"));
            thought.set("type", piece.get("type"));
            append(thought, "thinking", piece);
            append(thought, "signature", piece);
            append(thought, "data", piece);
        }
        for (JsonNode piece : delta.path("tool_calls")) {
            int index = piece.path("index").asInt();
            while (calls.size() <= index) {
                calls.addObject().putObject("function");
            }
            ObjectNode call = (ObjectNode) calls.get(index);
            for (String member : new String[] {"id", "type"}) {
                if (piece.has(member)) {
                    call.set(member, piece.get(member));
                }
            }
            append((ObjectNode) call.get("function"), "name", piece.path("function"));
            append((ObjectNode) call.get("function"), "arguments", piece.path("function"));
        }
    }

    private static void append(ObjectNode to, String member, JsonNode from) {
        if (from.path(member).isString()) {
            to.put(member, to.path(member).asString("") + from.get(member).asString());
        }
    }
}
