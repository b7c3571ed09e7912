package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonTape;

/** Why an answer ended, in Anthropic's words. */
final class StopReasons {

    private StopReasons() {}

    /**
     * Returns the stop reason for a finish reason. Whatever is not known is an end like any other.
     *
     * @param finish may be no text
     * @param called whether a tool was called, which some providers finish as if nothing were to come
     * @param refused whether the model said that it refuses
     */
    static String of(JsonTape tape, int finish, boolean called, boolean refused) {
        if (tape.is(finish, "length") || tape.is(finish, "model_length")) {
            return "max_tokens";
        }
        if (refused || tape.is(finish, "content_filter")) {
            return "refusal";
        }
        return called || tape.is(finish, "tool_calls") || tape.is(finish, "function_call") ? "tool_use" : "end_turn";
    }
}
