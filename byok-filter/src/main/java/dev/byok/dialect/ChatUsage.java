package dev.byok.dialect;

import org.jspecify.annotations.Nullable;

/** Writes usage as OpenAI does. */
public final class ChatUsage {

    private ChatUsage() {}

    /** Writes the object. */
    public static void write(Usage usage, JsonText to) {
        to.ascii("{\"prompt_tokens\":").number(usage.promptTokens());
        to.ascii(",\"completion_tokens\":").number(usage.completionTokens());
        to.ascii(",\"total_tokens\":").number(usage.totalTokens());
        to.ascii(",\"prompt_tokens_details\":{\"cached_tokens\":").number(orZero(usage.cachedTokens()));
        if (usage.cacheWriteTokens() != null) {
            to.ascii(",\"cache_write_tokens\":").number(usage.cacheWriteTokens());
        }
        to.ascii("},\"completion_tokens_details\":{\"reasoning_tokens\":").number(orZero(usage.reasoningTokens()));
        to.ascii("}}");
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }
}
