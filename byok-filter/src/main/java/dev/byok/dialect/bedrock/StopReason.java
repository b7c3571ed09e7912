package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, in OpenAI's words. */
final class StopReason {

    private StopReason() {}

    /** Returns the finish reason for a stop reason, which is a text. Whatever is not known is an end like any other. */
    static String finish(JsonTape tape, int reason) {
        if (tape.is(reason, "tool_use")) {
            return "tool_calls";
        }
        if (tape.is(reason, "max_tokens") || tape.is(reason, "model_context_window_exceeded")) {
            return "length";
        }
        boolean filtered = tape.is(reason, "guardrail_intervened") || tape.is(reason, "content_filtered");
        return filtered ? "content_filter" : "stop";
    }

    /** Returns a stop reason that is known and has no counterpart; null for any other. */
    static @Nullable String ownWord(JsonTape tape, int reason) {
        if (tape.is(reason, "malformed_model_output")) {
            return "malformed_model_output";
        }
        return tape.is(reason, "malformed_tool_use") ? "malformed_tool_use" : null;
    }

    /**
     * Returns the stop sequence that ended an answer, which is on the tape, as a JSON text; an empty one where nobody says
     * which it was, null where none did.
     */
    static @Nullable String sequence(JsonTape tape, int reason) {
        if (!tape.is(reason, "stop_sequence")) {
            return null;
        }
        int said = tape.member(tape.member(JsonTape.ROOT, "additionalModelResponseFields"), "stop_sequence");
        return tape.isText(said) ? tape.raw(said) : "\"\"";
    }
}
