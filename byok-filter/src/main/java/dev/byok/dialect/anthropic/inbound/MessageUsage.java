package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonText;
import dev.byok.dialect.Usage;
import org.jspecify.annotations.Nullable;

/** Writes usage as Anthropic does: what was read from a cache, and what was written there, counts beside the input. */
final class MessageUsage {

    private MessageUsage() {}

    /** Writes the object; one of zeros where nothing was reported, since clients want one. */
    static void write(@Nullable Usage usage, JsonText out) {
        long read = usage == null ? 0 : orZero(usage.cachedTokens());
        long written = usage == null ? 0 : orZero(usage.cacheWriteTokens());
        long prompt = usage == null ? 0 : usage.promptTokens();
        out.ascii("{\"input_tokens\":").number(Math.max(0, prompt - read - written));
        out.ascii(",\"cache_creation_input_tokens\":").number(written);
        out.ascii(",\"cache_read_input_tokens\":").number(read);
        out.ascii(",\"output_tokens\":").number(usage == null ? 0 : usage.outputTokens());
        // As a chat completion a translated answer has a zero where its provider told nothing.
        long thoughts = usage == null ? 0 : orZero(usage.reasoningTokens());
        if (thoughts > 0) {
            out.ascii(",\"output_tokens_details\":{\"thinking_tokens\":")
                    .number(thoughts)
                    .ascii("}");
        }
        out.ascii("}");
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }
}
