package dev.byok.e2e;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A provider's whole answer as the stream that it would have been. */
final class NativeStreams {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private NativeStreams() {}

    static List<String> openai(JsonNode answer) {
        List<String> events = new ArrayList<>();
        JsonNode message = answer.at("/choices/0/message");
        events.add(chunk(answer, delta -> begin(delta, message), null));
        for (String member : List.of("reasoning_content", "content")) {
            pieces(message.path(member).asString(""))
                    .forEach(piece -> events.add(chunk(answer, delta -> delta.put(member, piece), null)));
        }
        int index = 0;
        for (JsonNode call : message.path("tool_calls")) {
            int at = index++;
            ObjectNode first = (ObjectNode) call.deepCopy();
            ((ObjectNode) first.get("function")).put("arguments", "");
            events.add(chunk(answer, delta -> delta.putArray("tool_calls").add(first.put("index", at)), null));
            pieces(call.at("/function/arguments").asString())
                    .forEach(piece -> events.add(chunk(
                            answer,
                            delta -> delta.putArray("tool_calls")
                                    .addObject()
                                    .put("index", at)
                                    .putObject("function")
                                    .put("arguments", piece),
                            null)));
        }
        events.add(chunk(answer, delta -> {}, answer.at("/choices/0/finish_reason")));
        ObjectNode last = head(answer);
        last.putArray("choices");
        last.set("usage", answer.get("usage"));
        events.add("data: " + last + "\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    /** Who only calls says nothing, not an empty text. */
    private static void begin(ObjectNode delta, JsonNode message) {
        delta.put("role", "assistant");
        if (message.path("content").isString()) {
            delta.put("content", "");
        } else {
            delta.putNull("content");
        }
    }

    private static ObjectNode head(JsonNode answer) {
        ObjectNode head = JSON.createObjectNode();
        head.set("id", answer.get("id"));
        head.put("object", "chat.completion.chunk");
        head.set("created", answer.get("created"));
        head.set("model", answer.get("model"));
        return head;
    }

    private static String chunk(
            JsonNode answer,
            java.util.function.Consumer<ObjectNode> delta,
            @org.jspecify.annotations.Nullable JsonNode finish) {
        ObjectNode chunk = head(answer);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        delta.accept(choice.putObject("delta"));
        choice.set("finish_reason", finish == null ? JSON.getNodeFactory().nullNode() : finish);
        return "data: " + chunk + "\n\n";
    }

    static List<String> anthropic(JsonNode answer) {
        List<String> events = new ArrayList<>();
        ObjectNode start = (ObjectNode) answer.deepCopy();
        start.putArray("content");
        start.putNull("stop_reason").putNull("stop_sequence");
        ((ObjectNode) start.get("usage")).put("output_tokens", 1);
        events.add(event(JSON.createObjectNode().put("type", "message_start").set("message", start)));
        events.add(event(JSON.createObjectNode().put("type", "ping")));
        int index = 0;
        for (JsonNode block : answer.path("content")) {
            block(events, (ObjectNode) block, index++);
        }
        ObjectNode end = JSON.createObjectNode().put("type", "message_delta");
        end.putObject("delta").setAll(((ObjectNode) answer.deepCopy()).retain("stop_reason", "stop_sequence"));
        end.putObject("usage").set("output_tokens", answer.at("/usage/output_tokens"));
        events.add(event(end));
        events.add(event(JSON.createObjectNode().put("type", "message_stop")));
        return events;
    }

    private static void block(List<String> events, ObjectNode block, int index) {
        ObjectNode begin = block.deepCopy();
        List<ObjectNode> deltas = new ArrayList<>();
        switch (block.path("type").asString()) {
            case "text" ->
                pieces(block.path("text").asString()).forEach(piece -> deltas.add(delta("text_delta", "text", piece)));
            case "thinking" -> {
                pieces(block.path("thinking").asString())
                        .forEach(piece -> deltas.add(delta("thinking_delta", "thinking", piece)));
                deltas.add(delta(
                        "signature_delta", "signature", block.path("signature").asString()));
            }
            case "tool_use" -> {
                deltas.add(delta("input_json_delta", "partial_json", ""));
                String input = block.get("input").toString();
                (input.equals("{}") ? List.<String>of() : pieces(input))
                        .forEach(piece -> deltas.add(delta("input_json_delta", "partial_json", piece)));
            }
            default -> {
                // there is no more of it than its beginning
            }
        }
        if (begin.has("text")) {
            begin.put("text", "");
        }
        if (begin.has("thinking")) {
            begin.put("thinking", "").put("signature", "");
        }
        if (begin.has("input")) {
            begin.putObject("input");
        }
        ObjectNode start =
                JSON.createObjectNode().put("type", "content_block_start").put("index", index);
        start.set("content_block", begin);
        events.add(event(start));
        deltas.forEach(delta -> {
            ObjectNode piece =
                    JSON.createObjectNode().put("type", "content_block_delta").put("index", index);
            piece.set("delta", delta);
            events.add(event(piece));
        });
        events.add(
                event(JSON.createObjectNode().put("type", "content_block_stop").put("index", index)));
    }

    private static ObjectNode delta(String type, String member, String piece) {
        return JSON.createObjectNode().put("type", type).put(member, piece);
    }

    private static String event(JsonNode event) {
        return "event: " + event.path("type").asString() + "\ndata: " + event + "\n\n";
    }

    /** As bytes, since its frames are no text. */
    static List<byte[]> bedrock(JsonNode answer) {
        List<byte[]> events = new ArrayList<>();
        events.add(BedrockAnswers.event("messageStart", "{\"role\":\"assistant\"}"));
        int index = 0;
        for (JsonNode block : answer.at("/output/message/content")) {
            int at = index++;
            JsonNode call = block.path("toolUse");
            if (call.isObject()) {
                ObjectNode start = JSON.createObjectNode();
                start.putObject("start").putObject("toolUse").setAll(((ObjectNode) call.deepCopy()).without("input"));
                events.add(BedrockAnswers.event(
                        "contentBlockStart", start.put("contentBlockIndex", at).toString()));
            }
            converseDeltas(block).forEach(delta -> {
                ObjectNode event = JSON.createObjectNode().put("contentBlockIndex", at);
                event.set("delta", delta);
                events.add(BedrockAnswers.event("contentBlockDelta", event.toString()));
            });
            events.add(BedrockAnswers.event("contentBlockStop", "{\"contentBlockIndex\":" + at + "}"));
        }
        ObjectNode stop = JSON.createObjectNode();
        stop.set("stopReason", answer.get("stopReason"));
        if (answer.has("additionalModelResponseFields")) {
            stop.set("additionalModelResponseFields", answer.get("additionalModelResponseFields"));
        }
        events.add(BedrockAnswers.event("messageStop", stop.toString()));
        events.add(BedrockAnswers.event("metadata", "{\"usage\":" + answer.get("usage") + "}"));
        return events;
    }

    private static List<ObjectNode> converseDeltas(JsonNode block) {
        List<ObjectNode> deltas = new ArrayList<>();
        pieces(block.path("text").asString(""))
                .forEach(piece -> deltas.add(JSON.createObjectNode().put("text", piece)));
        JsonNode thought = block.path("reasoningContent");
        pieces(thought.at("/reasoningText/text").asString("")).forEach(piece -> deltas.add(reasoning("text", piece)));
        if (thought.at("/reasoningText/signature").isString()) {
            deltas.add(reasoning(
                    "signature", thought.at("/reasoningText/signature").asString()));
        }
        if (thought.path("redactedContent").isString()) {
            deltas.add(
                    reasoning("redactedContent", thought.path("redactedContent").asString()));
        }
        JsonNode input = block.at("/toolUse/input");
        if (input.isObject() && !input.isEmpty()) {
            pieces(input.toString()).forEach(piece -> {
                ObjectNode delta = JSON.createObjectNode();
                delta.putObject("toolUse").put("input", piece);
                deltas.add(delta);
            });
        }
        return deltas;
    }

    private static ObjectNode reasoning(String member, String text) {
        ObjectNode delta = JSON.createObjectNode();
        delta.putObject("reasoningContent").put(member, text);
        return delta;
    }

    /** Returns a text in pieces of five code points. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int[] codes = text.codePoints().toArray();
        for (int from = 0; from < codes.length; from += 5) {
            pieces.add(new String(codes, from, Math.min(5, codes.length - from)));
        }
        return pieces;
    }
}
