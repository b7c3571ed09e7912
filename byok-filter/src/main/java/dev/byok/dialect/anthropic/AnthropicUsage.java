package dev.byok.dialect.anthropic;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that one answer reports, gathered from where it speaks of them: what is said last holds, what is not said
 * again stays. Anthropic counts what it reads from its cache, and what it writes there, beside the input.
 */
public final class AnthropicUsage {

    private static final long UNSAID = -1;

    private long input = UNSAID;
    private long cacheRead = UNSAID;
    private long cacheWritten = UNSAID;
    private long output = UNSAID;
    private long thinking = UNSAID;

    /** Takes over what an object says; one that is not there says nothing. */
    public void read(JsonTape tape, int usage) {
        if (!tape.isObject(usage)) {
            return;
        }
        input = said(tape, tape.member(usage, "input_tokens"), input);
        cacheRead = said(tape, tape.member(usage, "cache_read_input_tokens"), cacheRead);
        cacheWritten = said(tape, tape.member(usage, "cache_creation_input_tokens"), cacheWritten);
        output = said(tape, tape.member(usage, "output_tokens"), output);
        int details = tape.member(usage, "output_tokens_details");
        thinking = said(tape, tape.member(details, "thinking_tokens"), thinking);
        addIterations(tape, tape.member(usage, "iterations"));
    }

    private static long said(JsonTape tape, int value, long before) {
        return tape.isNumber(value) ? tape.count(value) : before;
    }

    /**
     * An answer that took several goes, as where the conversation was compacted in between, counts them one by one; the sum
     * is what is billed. A second model that answers in the first one's place counts itself alone at the top.
     */
    private void addIterations(JsonTape tape, int iterations) {
        if (!tape.isArray(iterations)) {
            return;
        }
        long in = 0;
        long out = 0;
        int counted = 0;
        for (int each = tape.first(iterations); each != JsonTape.NONE; each = tape.after(iterations, each)) {
            int type = tape.member(each, "type");
            if (tape.is(type, "fallback_message")) {
                return;
            }
            if (tape.is(type, "compaction") || tape.is(type, "message")) {
                in += tape.count(tape.member(each, "input_tokens"));
                out += tape.count(tape.member(each, "output_tokens"));
                counted++;
            }
        }
        if (counted > 0) {
            input = in;
            output = out;
        }
    }

    /** Returns all of it in OpenAI's way of counting; null where nothing was said. */
    public @Nullable Usage normalised() {
        if (input == UNSAID && output == UNSAID) {
            return null;
        }
        long prompt = orZero(input) + orZero(cacheRead) + orZero(cacheWritten);
        return new Usage(
                prompt,
                orZero(output),
                prompt + orZero(output),
                reported(cacheRead),
                reported(thinking),
                reported(cacheWritten));
    }

    private static long orZero(long tokens) {
        return tokens == UNSAID ? 0 : tokens;
    }

    private static @Nullable Long reported(long tokens) {
        return tokens == UNSAID ? null : Long.valueOf(tokens);
    }
}
