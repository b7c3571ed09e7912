package dev.byok.gateway;

import dev.byok.policy.Capability;
import dev.byok.policy.Endpoint;
import dev.byok.price.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of models a caller may use, in OpenAI's shape and OpenRouter's at once: what one of them lacks its clients pass
 * over. It says what the policy says; the rest is null, or empty where OpenRouter's clients take no null.
 */
final class ModelsAnswer {

    /** OpenRouter's word for a price that cannot be told beforehand. */
    private static final String UNKNOWN_PRICE = "-1";

    private static final int MILLION = 6;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelsAnswer() {}

    /** @param query may ask for a part of them, by {@code offset} and {@code limit} */
    static LocalAnswer of(List<UsableModel> models, MultiValueMap<String, String> query) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put(
                "data",
                models.stream()
                        .skip(number(query.getFirst("offset"), 0))
                        .limit(number(query.getFirst("limit"), models.size()))
                        .map(ModelsAnswer::row)
                        .toList());
        list.put("total_count", models.size());
        list.put("links", nothing("next"));
        return LocalAnswer.json(JSON.writeValueAsBytes(list));
    }

    /** What is no number asks for nothing: other APIs have parameters of these names, too. */
    private static long number(@Nullable String text, long otherwise) {
        try {
            return text == null ? otherwise : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Map<String, @Nullable Object> row(UsableModel usable) {
        String slug = usable.model().slug();
        int slash = slug.indexOf('/');
        Integer context = usable.model().context();
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        usable.endpoints().forEach(endpoint -> capabilities.addAll(endpoint.capabilities()));
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", slug);
        row.put("object", "model");
        row.put("created", 0);
        row.put("owned_by", slash > 0 ? slug.substring(0, slash) : "byok");
        row.put("name", slug);
        row.put("canonical_slug", slug);
        row.put("context_length", context);
        row.put("architecture", architecture(capabilities));
        row.put("pricing", pricing(cheapest(usable.endpoints())));
        row.put("top_provider", topProvider(context));
        row.put("supported_parameters", parameters(capabilities));
        row.put("supported_voices", null);
        row.put("default_parameters", null);
        row.put("per_request_limits", null);
        row.put("links", Map.of("details", ""));
        return row;
    }

    private static Map<String, @Nullable Object> architecture(Set<Capability> capabilities) {
        Map<String, @Nullable Object> architecture = nothing("modality");
        architecture.put(
                "input_modalities",
                capabilities.contains(Capability.VISION) ? List.of("text", "image") : List.of("text"));
        architecture.put("output_modalities", List.of());
        return architecture;
    }

    /** Nothing is moderated here; what a provider does is not known. */
    private static Map<String, @Nullable Object> topProvider(@Nullable Integer context) {
        Map<String, @Nullable Object> provider = new LinkedHashMap<>();
        provider.put("context_length", context);
        provider.put("max_completion_tokens", null);
        provider.put("is_moderated", false);
        return provider;
    }

    /** Returns those parameters that the policy has anything to say about. */
    private static List<String> parameters(Set<Capability> capabilities) {
        List<String> parameters = new ArrayList<>();
        for (Capability capability : capabilities) {
            switch (capability) {
                case TOOLS -> parameters.addAll(List.of("tools", "tool_choice"));
                case STRUCTURED_OUTPUT -> parameters.addAll(List.of("response_format", "structured_outputs"));
                case REASONING -> parameters.addAll(List.of("reasoning", "reasoning_effort"));
                case VISION -> {
                    // Seen in the modalities.
                }
            }
        }
        return parameters;
    }

    private static @Nullable Price cheapest(List<Endpoint> endpoints) {
        return endpoints.stream()
                .map(Endpoint::price)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(Price::prompt)
                        .thenComparing(Price::completion, Comparator.nullsLast(Comparator.naturalOrder())))
                .orElse(null);
    }

    /** USD per token, as OpenRouter says it. */
    private static Map<String, Object> pricing(@Nullable Price price) {
        Map<String, Object> pricing = new LinkedHashMap<>();
        pricing.put("prompt", UNKNOWN_PRICE);
        pricing.put("completion", UNKNOWN_PRICE);
        if (price != null) {
            put(pricing, "prompt", perToken(price.prompt()));
            put(pricing, "completion", perToken(price.completion()));
            put(pricing, "request", price.request());
            put(pricing, "input_cache_read", perToken(price.cachedRead()));
            put(pricing, "input_cache_write", perToken(price.cachedWrite()));
            put(pricing, "internal_reasoning", perToken(price.reasoning()));
        }
        return pricing;
    }

    private static @Nullable BigDecimal perToken(@Nullable BigDecimal perMillion) {
        return perMillion == null ? null : perMillion.movePointLeft(MILLION);
    }

    private static void put(Map<String, Object> pricing, String name, @Nullable BigDecimal price) {
        if (price != null) {
            pricing.put(name, price.stripTrailingZeros().toPlainString());
        }
    }

    private static Map<String, @Nullable Object> nothing(String name) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(name, null);
        return fields;
    }
}
