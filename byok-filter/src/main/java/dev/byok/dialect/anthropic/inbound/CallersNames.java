package dev.byok.dialect.anthropic.inbound;

import java.util.Map;
import java.util.function.UnaryOperator;

/** What the fields of a chat completion that was made of a caller's request are called in the caller's own words. */
final class CallersNames implements UnaryOperator<String> {

    private static final String MESSAGES = "messages[";
    private static final String TOOLS = "tools[";
    private static final String FUNCTION = ".function.";

    private static final Map<String, String> NAMES = Map.of(
            "max_completion_tokens", "max_tokens",
            "stop", "stop_sequences",
            "response_format", "output_config.format",
            "parallel_tool_calls", "tool_choice.disable_parallel_tool_use",
            "parameters", "input_schema");

    private static final Map<String, String> PARTS = Map.of(
            "image_url", "image",
            "file", "document",
            "thinking_blocks", "thinking",
            "tool_calls", "tool_use",
            "is_error", "is_error");

    private final int[] origins;

    /** @param origins of which of the caller's messages each message is */
    CallersNames(int[] origins) {
        this.origins = origins.clone();
    }

    @Override
    public String apply(String field) {
        if (field.startsWith(MESSAGES)) {
            return inMessages(field);
        }
        int function = field.startsWith(TOOLS) ? field.indexOf(FUNCTION) : 0;
        if (function > 0) {
            String inside = field.substring(function + FUNCTION.length());
            int dot = inside.indexOf('.');
            String name = dot < 0 ? inside : inside.substring(0, dot);
            return field.substring(0, function)
                    + "."
                    + NAMES.getOrDefault(name, name)
                    + inside.substring(name.length());
        }
        int end = field.indexOf('.');
        String head = end < 0 ? field : field.substring(0, end);
        return NAMES.getOrDefault(head, field);
    }

    /** Exact as to the message; inside it what was one list of blocks may be several fields. */
    private String inMessages(String field) {
        int end = field.indexOf(']');
        int index = Integer.parseInt(field.substring(MESSAGES.length(), end));
        int origin = index < origins.length ? origins[index] : index;
        String message = origin == Conversation.SYSTEM ? "system" : MESSAGES + origin + "]";
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            if (field.contains("." + part.getKey())) {
                return message + ".content." + part.getValue();
            }
        }
        return message + (field.endsWith(".role") ? ".role" : origin == Conversation.SYSTEM ? "" : ".content");
    }
}
