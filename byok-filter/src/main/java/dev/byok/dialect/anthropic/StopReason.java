package dev.byok.dialect.anthropic;

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
        return tape.is(reason, "refusal") ? "content_filter" : "stop";
    }

    /** Returns a stop reason that is known and has no counterpart; null for any other. */
    static @Nullable String ownWord(JsonTape tape, int reason) {
        return tape.is(reason, "compaction") ? "compaction" : null;
    }
}
