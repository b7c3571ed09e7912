package dev.byok.dialect;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens as an OpenAI-style provider reports them, not normalised.
 *
 * @param promptTokens with the cached ones
 * @param completionTokens as reported: most providers include reasoning, see {@link #outputTokens()}
 * @param totalTokens as reported; the sum of both where it was not
 * @param cachedTokens the part of the prompt that was read from a cache; null if not reported
 * @param reasoningTokens null if not reported
 * @param cacheWriteTokens the part of the prompt that was written into a cache; null if not reported
 */
public record Usage(
        long promptTokens,
        long completionTokens,
        long totalTokens,
        @Nullable Long cachedTokens,
        @Nullable Long reasoningTokens,
        @Nullable Long cacheWriteTokens) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads one value out of a document, whatever follows it. */
    private static final JsonMapper PART = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        // The first reading of a mapper makes what others wait for, behind a lock: not when two event loops meet there.
        JSON.readTree("{}");
        PART.readTree("{}");
    }

    /** Returns what was generated, reasoning included, also where the provider counts it apart as xAI does. */
    public long outputTokens() {
        boolean apart = reasoningTokens != null && totalTokens == promptTokens + completionTokens + reasoningTokens;
        return apart ? totalTokens - promptTokens : completionTokens;
    }

    /** Returns what a whole answer, JSON in UTF-8, says of its usage; null if it says nothing, or was cut before. */
    public static @Nullable Usage inAnswer(InputStream answer) {
        try (JsonParser json = PART.createParser(answer)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = "usage".equals(json.currentName());
                if (json.nextToken() == JsonToken.START_OBJECT && wanted) {
                    return read(PART.readTree(json));
                }
                json.skipChildren();
            }
            return null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Reads a well-formed usage object; what is missing or no number counts as not reported. */
    static Usage read(byte[] json) {
        return read(JSON.readTree(json));
    }

    /** As {@link #read(byte[])}, of an object on a tape. */
    public static Usage of(JsonTape tape, int usage) {
        int prompt = tape.member(usage, "prompt_tokens_details");
        long promptTokens = orZero(tokens(tape, usage, "prompt_tokens"));
        long completionTokens = orZero(tokens(tape, usage, "completion_tokens"));
        Long total = tokens(tape, usage, "total_tokens");
        Long cached = tokens(tape, prompt, "cached_tokens");
        return new Usage(
                promptTokens,
                completionTokens,
                total != null ? total : promptTokens + completionTokens,
                cached != null ? cached : tokens(tape, usage, "prompt_cache_hit_tokens"),
                tokens(tape, tape.member(usage, "completion_tokens_details"), "reasoning_tokens"),
                tokens(tape, prompt, "cache_write_tokens"));
    }

    private static @Nullable Long tokens(JsonTape tape, int object, String name) {
        int value = tape.member(object, name);
        return tape.isNumber(value) ? Long.valueOf(tape.count(value)) : null;
    }

    private static Usage read(JsonNode usage) {
        long prompt = orZero(tokens(usage.path("prompt_tokens")));
        long completion = orZero(tokens(usage.path("completion_tokens")));
        Long total = tokens(usage.path("total_tokens"));
        Long cached = tokens(usage.path("prompt_tokens_details").path("cached_tokens"));
        return new Usage(
                prompt,
                completion,
                total != null ? total : prompt + completion,
                cached != null ? cached : tokens(usage.path("prompt_cache_hit_tokens")),
                tokens(usage.path("completion_tokens_details").path("reasoning_tokens")),
                tokens(usage.path("prompt_tokens_details").path("cache_write_tokens")));
    }

    private static @Nullable Long tokens(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? Long.valueOf(Math.max(0, node.longValue())) : null;
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens != null ? tokens : 0;
    }
}
