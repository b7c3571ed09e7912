package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;

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
}
