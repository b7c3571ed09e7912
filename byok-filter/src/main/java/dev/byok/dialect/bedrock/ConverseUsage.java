package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.Usage;
import org.jspecify.annotations.Nullable;

/** The tokens that one answer reports. Bedrock counts what it reads from its cache, and what it writes there, beside the input. */
final class ConverseUsage {

    private ConverseUsage() {}

    /** Returns it in OpenAI's way of counting; null where nothing was said. */
    static @Nullable Usage read(JsonTape tape, int usage) {
        int input = tape.member(usage, "inputTokens");
        int output = tape.member(usage, "outputTokens");
        if (!tape.isNumber(input) && !tape.isNumber(output)) {
            return null;
        }
        Long cacheRead = said(tape, usage, "cacheReadInputTokens");
        Long cacheWritten = said(tape, usage, "cacheWriteInputTokens");
        long prompt = tape.isNumber(input) ? tape.count(input) : 0;
        prompt += (cacheRead == null ? 0 : cacheRead) + (cacheWritten == null ? 0 : cacheWritten);
        long completion = tape.isNumber(output) ? tape.count(output) : 0;
        return new Usage(prompt, completion, prompt + completion, cacheRead, null, cacheWritten);
    }

    private static @Nullable Long said(JsonTape tape, int usage, String name) {
        int value = tape.member(usage, name);
        return tape.isNumber(value) ? Long.valueOf(tape.count(value)) : null;
    }
}
