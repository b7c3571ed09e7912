package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/** What Anthropic answers, in the shapes of its own API. */
final class AnthropicAnswers {

    static final String OVERLOADED = error("overloaded_error", "Overloaded");

    private AnthropicAnswers() {}

    /** A whole or streamed answer with this text, as the request asks. */
    static Behaviour ok(String text) {
        return (call, response) -> call.streamed()
                ? FakeProvider.stream(response.header("request-id", "req_a"), Flux.fromIterable(events(text)))
                : Answers.json(response.header("request-id", "req_a"), 200, message(text));
    }

    static Behaviour overloaded() {
        return Answers.status(529, OVERLOADED);
    }

    static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}";
    }

    static String message(String text) {
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}],\"stop_reason\":\"end_turn\","
                + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"cache_read_input_tokens\":2,\"output_tokens\":7}}";
    }

    static List<String> events(String text) {
        List<String> events = new ArrayList<>();
        events.add(start());
        events.add(textStart());
        events.add(event("ping", ""));
        for (String word : text.split("(?<= )", -1)) {
            events.add(text(word));
        }
        events.add(event("content_block_stop", ",\"index\":0"));
        events.add(event(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7}"));
        events.add(event("message_stop", ""));
        return events;
    }

    static String start() {
        return event(
                "message_start",
                ",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                        + "\"model\":\"claude-sonnet-4-5\",\"stop_reason\":null,\"usage\":{\"input_tokens\":5,"
                        + "\"cache_read_input_tokens\":2,\"output_tokens\":1}}");
    }

    static String textStart() {
        return event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    }

    static String text(String text) {
        return event(
                "content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
    }

    static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n";
    }

    static String errorEvent(String type, String message) {
        return "event: error\ndata: " + error(type, message) + "\n\n";
    }
}
