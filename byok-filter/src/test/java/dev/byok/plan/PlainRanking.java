package dev.byok.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which order a request and its profiles like what may serve it, and what is known to tell, in plain words. Endpoints are
 * named as in {@code openai/gpt-5.2 upstream-0}.
 *
 * @param asked the order of the request; may be empty
 * @param sort what leads by the word of the request; null where it says nothing
 * @param merged whether the request has its models merged; only where it sorts
 * @param variants as {@code sort}, by slug
 * @param allowFallbacks whether others than who leads may serve
 * @param slowest seconds to the first output; null for no limit
 * @param latencies seconds, of endpoints
 * @param troubled endpoints, as in {@code openai upstream-0}, that were out lately
 * @param pins name of the key, behind the name of the endpoint's upstream model, by slug
 * @param weights of keys, by name
 * @param latest the number of the latest use of keys, by name
 * @param tastes what the profile likes, and behind it those of the route
 */
record PlainRanking(
        List<String> asked,
        @Nullable String sort,
        boolean merged,
        Map<String, String> variants,
        boolean allowFallbacks,
        @Nullable Double slowest,
        Map<String, Double> latencies,
        List<String> troubled,
        Map<String, String> pins,
        Map<String, Integer> weights,
        Map<String, Integer> latest,
        List<PlainTaste> tastes) {

    static final PlainRanking NONE = new PlainRanking(
            List.of(), null, false, Map.of(), true, null, Map.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of());
}
