package dev.byok.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request itself wants of endpoints, and what the catalog says of them, in plain words.
 *
 * @param only null where any provider will do
 * @param quantizations null where any will do
 * @param maxPrompt USD; null where any price will do
 * @param maxCompletion USD; null where any price will do
 * @param maxRequest USD; null where any price will do
 * @param untold the providers that cannot be told all of it
 * @param offers by slug and rank, as in {@code openai/gpt-5.2 0}
 * @param bounds what others demand of endpoints
 */
record PlainWishes(
        @Nullable List<String> only,
        List<String> ignore,
        @Nullable List<String> quantizations,
        List<String> needs,
        @Nullable Integer maxPrompt,
        @Nullable Integer maxCompletion,
        @Nullable Integer maxRequest,
        List<String> untold,
        Map<String, PlainOffer> offers,
        List<PlainBound> bounds) {

    static final PlainWishes NONE =
            new PlainWishes(null, List.of(), null, List.of(), null, null, null, List.of(), Map.of(), List.of());

    /**
     * One demand: either of capabilities or of prices.
     *
     * @param speaker {@code caller} or {@code profile}
     * @param needs empty where it is of prices
     * @param maxPrompt USD
     * @param maxCompletion USD; null where any will do
     * @param line in {@link #FILE}
     */
    record PlainBound(
            String speaker,
            List<String> needs,
            @Nullable Integer maxPrompt,
            @Nullable Integer maxCompletion,
            int line) {

        private static final String FILE = "bounds.yml";

        String location() {
            return FILE + ":" + line;
        }
    }

    /**
     * What is said of one endpoint.
     *
     * @param prompt USD; null where nothing is said of its price
     * @param completion USD; null where nothing is said of it
     * @param request USD; null where there is none
     */
    record PlainOffer(
            @Nullable Integer prompt,
            @Nullable Integer completion,
            @Nullable Integer request,
            String quantization,
            List<String> capabilities) {

        static final PlainOffer UNKNOWN = new PlainOffer(null, null, null, "unknown", List.of());
    }

    PlainOffer offer(String slug, int endpoint) {
        return offers.getOrDefault(slug + " " + endpoint, PlainOffer.UNKNOWN);
    }
}
