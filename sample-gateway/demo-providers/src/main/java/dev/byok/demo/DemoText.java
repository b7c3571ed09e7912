package dev.byok.demo;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of one answer, cut off at the request's token limit. A token of the demo is a word.
 *
 * @param tokens the words, each but the first with the space before it
 * @param finishReason {@code stop}, or {@code length} where the limit cut it off
 * @param promptTokens an estimate: one per four characters of the prompt
 */
record DemoText(List<String> tokens, String finishReason, int promptTokens) {

    private static final int CHARACTERS_PER_TOKEN = 4;

    DemoText {
        tokens = List.copyOf(tokens);
    }

    /** Returns what the provider says to a request, whose prompt stands in the given field. */
    static DemoText of(String provider, DemoKey key, ObjectNode request, String promptField) {
        String whole = "Hello from provider " + provider + ", answered with its key " + key.label()
                + ". Whatever failed before this, you did not notice.";
        List<String> words = new ArrayList<>();
        for (String word : whole.split(" ", -1)) {
            words.add(words.isEmpty() ? word : " " + word);
        }
        int limit = limitOf(request);
        int promptTokens = 1 + request.path(promptField).toString().length() / CHARACTERS_PER_TOKEN;
        return limit < words.size()
                ? new DemoText(words.subList(0, limit), "length", promptTokens)
                : new DemoText(words, "stop", promptTokens);
    }

    String whole() {
        return String.join("", tokens);
    }

    /** Returns the usage object of the answer. */
    ObjectNode usage() {
        ObjectNode usage = Json.object()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", tokens.size())
                .put("total_tokens", promptTokens + tokens.size());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", 0)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    private static int limitOf(ObjectNode request) {
        JsonNode limit = request.has("max_completion_tokens")
                ? request.path("max_completion_tokens")
                : request.path("max_tokens");
        return limit.isInt() && limit.intValue() > 0 ? limit.intValue() : Integer.MAX_VALUE;
    }
}
