package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonTape;

/** Why an answer ended, in Anthropic's words. */
final class StopReasons {

    private StopReasons() {}

    /**
     * Returns the stop reason for a finish reason. Whatever is not known is an end like any other.
     *
     * @param finish may be no text
     * @param sequence which stop sequence ended it; no text where none is known to have
     * @param called whether a tool was called, which some providers finish as if nothing were to come
     * @param refused whether the model said that it refuses
     */
    static String of(JsonTape tape, int finish, int sequence, boolean called, boolean refused) {
        if (tape.is(finish, "length") || tape.is(finish, "model_length")) {
            return "max_tokens";
        }
        if (refused || tape.is(finish, "content_filter")) {
            return "refusal";
        }
        if (called || tape.is(finish, "tool_calls") || tape.is(finish, "function_call")) {
            return "tool_use";
        }
        return tape.isText(sequence) ? "stop_sequence" : "end_turn";
    }
}
