package dev.byok.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, and what it may ask for and cost, in plain words.
 *
 * @param asked tokens of each answer, by the request's own word; 0 where it says nothing
 * @param answers how many it wants; 0 where it wants none that has tokens
 * @param said who limits it
 * @param contexts tokens of prompt and answer together, by slug
 * @param maxOutputs tokens of an answer, by slug
 */
record PlainCeilings(
        int asked,
        int answers,
        List<PlainCeiling> said,
        Map<String, Integer> contexts,
        Map<String, Integer> maxOutputs) {

    static final PlainCeilings NONE = new PlainCeilings(0, 1, List.of(), Map.of(), Map.of());

    /**
     * One limit: either of tokens or of the price.
     *
     * @param speaker {@code caller}, {@code profile} or {@code route}
     * @param maxTokens null where it is of the price
     * @param maxPrice in millionths of USD; null where it is of tokens
     * @param line in {@link #FILE}
     */
    record PlainCeiling(
            String speaker,
            @Nullable Integer maxTokens,
            @Nullable Integer maxPrice,
            int line) {

        private static final String FILE = "ceilings.yml";

        String location() {
            return FILE + ":" + line;
        }
    }
}
