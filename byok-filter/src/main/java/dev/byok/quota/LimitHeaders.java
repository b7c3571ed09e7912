package dev.byok.quota;

import dev.byok.provider.ProviderPreset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one limit stands in an answer's headers. Source: recorded answers, and the vendors' pages on rate limits, 2026-11.
 *
 * @param limit its name in the provider's words
 * @param remaining the header with what is left
 * @param reset the header with the time when the limit is whole again; null where there is none
 * @param most the header with the limit's size; null where there is none
 * @param window how long a figure holds where no reset can be read
 * @param form how the two values are written
 */
record LimitHeaders(
        String limit,
        Metered metered,
        String remaining,
        @Nullable String reset,
        @Nullable String most,
        Duration window,
        Form form) {

    enum Form {
        /** A number, and a duration with units, in seconds, or a point in time. */
        PLAIN,
        /** As above, but nobody has settled the unit of a reset without one. */
        RESET_WITH_UNITS,
        /** Both in one structured field, as in {@code "api";r=999;t=295}. */
        STRUCTURED
    }

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<LimitHeaders> NAMED =
            List.of(named("requests", Metered.REQUESTS), named("tokens", Metered.TOKENS));
    private static final LimitHeaders UNNAMED = new LimitHeaders(
            "requests",
            Metered.REQUESTS,
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
            "x-ratelimit-limit",
            MINUTE,
            Form.PLAIN);
    private static final Map<ProviderPreset, List<LimitHeaders>> BY_PRESET = byPreset();

    /** Returns the limits that answers of such a provider may speak of; the list never changes. */
    static List<LimitHeaders> of(ProviderPreset preset) {
        return BY_PRESET.getOrDefault(preset, NAMED);
    }

    private static Map<ProviderPreset, List<LimitHeaders>> byPreset() {
        Map<ProviderPreset, List<LimitHeaders>> limits = new EnumMap<>(ProviderPreset.class);
        limits.put(ProviderPreset.OPENAI, and(NAMED, named("project-tokens", Metered.TOKENS)));
        limits.put(
                ProviderPreset.AZURE_OPENAI,
                NAMED.stream().map(LimitHeaders::withUnits).toList());
        limits.put(
                ProviderPreset.MISTRAL,
                List.of(
                        windowed("req-10-second", Metered.REQUESTS, Duration.ofSeconds(10)),
                        windowed("tokens-minute", Metered.TOKENS, MINUTE),
                        // When its month begins is not said: a key without any left is looked at again every hour.
                        windowed("tokens-month", Metered.TOKENS, Duration.ofHours(1))));
        limits.put(ProviderPreset.TOGETHER, and(NAMED, UNNAMED));
        limits.put(ProviderPreset.OPENROUTER, and(NAMED, UNNAMED));
        limits.put(
                ProviderPreset.COHERE_COMPAT,
                List.of(new LimitHeaders(
                        "trial-endpoint-calls",
                        Metered.REQUESTS,
                        "x-trial-endpoint-call-remaining",
                        null,
                        "x-trial-endpoint-call-limit",
                        MINUTE,
                        Form.PLAIN)));
        limits.put(
                ProviderPreset.ANTHROPIC,
                List.of(
                        anthropic("requests", Metered.REQUESTS),
                        anthropic("tokens", Metered.TOKENS),
                        anthropic("input-tokens", Metered.PROMPT_TOKENS),
                        anthropic("output-tokens", Metered.ANSWER_TOKENS)));
        // May be anybody: Anthropic's endpoint for OpenAI's clients, Hugging Face's router, a proxy.
        limits.put(
                ProviderPreset.COMPATIBLE,
                and(
                        NAMED,
                        UNNAMED,
                        anthropic("requests", Metered.REQUESTS),
                        anthropic("tokens", Metered.TOKENS),
                        anthropic("input-tokens", Metered.PROMPT_TOKENS),
                        anthropic("output-tokens", Metered.ANSWER_TOKENS),
                        new LimitHeaders(
                                "requests", Metered.REQUESTS, "ratelimit", null, null, MINUTE, Form.STRUCTURED)));
        return limits;
    }

    private static LimitHeaders named(String name, Metered metered) {
        return new LimitHeaders(
                name,
                metered,
                "x-ratelimit-remaining-" + name,
                "x-ratelimit-reset-" + name,
                "x-ratelimit-limit-" + name,
                MINUTE,
                Form.PLAIN);
    }

    /** The window is in the name. */
    private static LimitHeaders windowed(String name, Metered metered, Duration window) {
        return new LimitHeaders(
                name, metered, "x-ratelimit-remaining-" + name, null, "x-ratelimit-limit-" + name, window, Form.PLAIN);
    }

    private static LimitHeaders anthropic(String name, Metered metered) {
        String prefix = "anthropic-ratelimit-" + name;
        return new LimitHeaders(
                name, metered, prefix + "-remaining", prefix + "-reset", prefix + "-limit", MINUTE, Form.PLAIN);
    }

    private LimitHeaders withUnits() {
        return new LimitHeaders(limit, metered, remaining, reset, most, window, Form.RESET_WITH_UNITS);
    }

    private static List<LimitHeaders> and(List<LimitHeaders> some, LimitHeaders... others) {
        List<LimitHeaders> all = new ArrayList<>(some);
        all.addAll(List.of(others));
        return List.copyOf(all);
    }
}
