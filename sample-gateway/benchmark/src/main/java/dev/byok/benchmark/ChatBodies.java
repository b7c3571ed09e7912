package dev.byok.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat requests of an exact length, with the escapes and the non-ASCII letters that real ones have. */
final class ChatBodies {

    /** What callers ask for. */
    static final String MODEL = "bench/chat";

    /** The same, for which callers have a key that is always refused, before the one that serves. */
    static final String LIMITED_MODEL = "bench/limited-chat";

    /** The same at a provider that speaks Anthropic's API. */
    static final String TRANSLATED_MODEL = "bench/translated-chat";

    /** What the provider calls it; of another length, so that a forgotten Content-Length shows. */
    static final String UPSTREAM_MODEL = "gpt-5.2-mini-2026-08-07";

    private static final JsonMapper JSON = new JsonMapper();

    private static final String TURN = """
            {"role":"user","content":"Please summarise section 4 of the contract (\\"Obligations of the supplier\\"), in \
            three bullets:\\n- what is owed\\n- when\\n- what happens if it is late. Write for a café owner, not a lawyer."},\
            {"role":"assistant","content":"The supplier owes 240 kg of beans a month.\\n\\n- Delivery: by the 5th.\\n\
            - Late: 2 % off per day, at most 10 %.\\n- After 14 days you may cancel; see \\u00a7 7."},""";

    private ChatBodies() {}

    /** Returns the body of a load, as the load generator sends it. */
    static byte[] sent(Load load) {
        return body(model(load), load);
    }

    /** Returns what the provider must get instead, apart from how a stream's usage is asked for. */
    static byte[] rewritten(Load load) {
        String sent = new String(sent(load), StandardCharsets.UTF_8);
        return sent.replace(member(model(load)), member(UPSTREAM_MODEL)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the model that a load asks for. */
    static String model(Load load) {
        if (load.translated()) {
            return TRANSLATED_MODEL;
        }
        return load.failsOver() ? LIMITED_MODEL : MODEL;
    }

    /** Returns what a provider of Anthropic's dialect must get. */
    static ObjectNode translated(Load load) {
        ObjectNode sent = (ObjectNode) JSON.readTree(sent(load));
        ObjectNode translated = JSON.createObjectNode();
        translated.put("model", UPSTREAM_MODEL);
        for (String same : List.of("max_tokens", "temperature", "stream")) {
            translated.set(same, sent.get(same));
        }
        ArrayNode messages = (ArrayNode) sent.get("messages");
        translated.set("system", blocks(messages.remove(0)));
        ArrayNode spoken = translated.putArray("messages");
        for (JsonNode message : messages) {
            boolean user = message.get("role").asString().equals("user");
            spoken.addObject()
                    .set("role", message.get("role"))
                    .set("content", user ? message.get("content") : blocks(message));
        }
        return translated;
    }

    private static ArrayNode blocks(JsonNode message) {
        ArrayNode blocks = JSON.createArrayNode();
        blocks.addObject().put("type", "text").set("text", message.get("content"));
        return blocks;
    }

    private static String member(String model) {
        return "\"model\":\"" + model + "\"";
    }

    private static byte[] body(String model, Load load) {
        String head = "{" + member(model) + ",\"temperature\":0.2,\"stream\":" + load.streamed()
                + ",\"max_tokens\":800,\"messages\":[{\"role\":\"system\",\"content\":\"You are terse.\"},";
        String tail = "{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        int left = load.bodyLength() - bytes(head + tail + end);
        int turns = left / bytes(TURN);
        int padding = left - turns * bytes(TURN);
        return (head + TURN.repeat(turns) + tail + "x".repeat(padding) + end).getBytes(StandardCharsets.UTF_8);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
