package dev.byok.e2e;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the events of one of Anthropic's streams together, as Anthropic's clients do. */
final class StreamedMessage {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
    private final Map<Integer, String> inputs = new TreeMap<>();

    private StreamedMessage() {}

    static ArrayNode content(Iterable<JsonNode> events) {
        StreamedMessage message = new StreamedMessage();
        events.forEach(message::add);
        message.inputs.forEach((index, input) -> {
            ObjectNode block = message.blocks.get(index);
            if (block != null && !input.isEmpty()) {
                block.set("input", JSON.readTree(input));
            }
        });
        ArrayNode content = JSON.createArrayNode();
        message.blocks.values().forEach(content::add);
        return content;
    }

    private void add(JsonNode event) {
        int index = event.path("index").asInt();
        if (event.has("content_block")) {
            blocks.put(index, (ObjectNode) event.get("content_block").deepCopy());
        }
        ObjectNode block = blocks.get(index);
        JsonNode delta = event.path("delta");
        if (block == null) {
            return;
        }
        switch (delta.path("type").asString("")) {
            case "text_delta" -> append(block, "text", delta.path("text"));
            case "thinking_delta" -> append(block, "thinking", delta.path("thinking"));
            case "signature_delta" -> append(block, "signature", delta.path("signature"));
            case "input_json_delta" ->
                inputs.merge(index, delta.path("partial_json").asString(), String::concat);
            default -> {
                // the message's own end
            }
        }
    }

    private static void append(ObjectNode block, String member, JsonNode text) {
        block.put(member, block.path(member).asString("") + text.asString());
    }
}
