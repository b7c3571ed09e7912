package dev.byok.command.catalog;

import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * litellm's list: USD per token, by the name that litellm's callers use, which often is the provider's with a prefix (its
 * {@code sample_spec} says what the fields mean).
 */
final class LiteLlmPrices {

    static final String PROVIDER = "litellm_provider";

    /** Documentation of the list within the list. */
    private static final String SAMPLE = "sample_spec";

    private static final Set<String> SERVED = Set.of("chat", "completion", "embedding");

    /**
     * How a provider's models are called in the list.
     *
     * @param always whether what lacks the prefix is a class of prices and no model
     */
    private record Naming(ProviderPreset preset, String prefix, boolean always) {

        Naming(ProviderPreset preset, String prefix) {
            this(preset, prefix, false);
        }
    }

    private static final Map<String, Naming> PROVIDERS = Map.ofEntries(
            Map.entry("openai", new Naming(ProviderPreset.OPENAI, "openai/")),
            Map.entry("text-completion-openai", new Naming(ProviderPreset.OPENAI, "openai/")),
            Map.entry("azure", new Naming(ProviderPreset.AZURE_OPENAI, "azure/")),
            Map.entry("azure_text", new Naming(ProviderPreset.AZURE_OPENAI, "azure/")),
            Map.entry("openrouter", new Naming(ProviderPreset.OPENROUTER, "openrouter/")),
            Map.entry("groq", new Naming(ProviderPreset.GROQ, "groq/")),
            Map.entry("xai", new Naming(ProviderPreset.XAI, "xai/")),
            Map.entry("mistral", new Naming(ProviderPreset.MISTRAL, "mistral/")),
            Map.entry("together_ai", new Naming(ProviderPreset.TOGETHER, "together_ai/", true)),
            Map.entry("deepseek", new Naming(ProviderPreset.DEEPSEEK, "deepseek/")),
            Map.entry("fireworks_ai", new Naming(ProviderPreset.FIREWORKS, "fireworks_ai/", true)),
            Map.entry("fireworks_ai-embedding-models", new Naming(ProviderPreset.FIREWORKS, "fireworks_ai/")),
            Map.entry("cohere", new Naming(ProviderPreset.COHERE_COMPAT, "cohere/")),
            Map.entry("cohere_chat", new Naming(ProviderPreset.COHERE_COMPAT, "cohere_chat/")),
            Map.entry("gemini", new Naming(ProviderPreset.GEMINI_COMPAT, "gemini/")),
            Map.entry("ai21", new Naming(ProviderPreset.AI21, "ai21/")),
            Map.entry("zai", new Naming(ProviderPreset.ZAI, "zai/")),
            Map.entry("anthropic", new Naming(ProviderPreset.ANTHROPIC, "anthropic/")),
            Map.entry("bedrock", new Naming(ProviderPreset.BEDROCK, "bedrock/")),
            Map.entry("bedrock_converse", new Naming(ProviderPreset.BEDROCK, "bedrock/")),
            Map.entry("bedrock_mantle", new Naming(ProviderPreset.BEDROCK_MANTLE, "bedrock_mantle/")));

    /** Figures that the policy has no place for, by what their fields are called. */
    private static final Map<Pattern, String> NO_PLACE = noPlace();

    private static Map<Pattern, String> noPlace() {
        Map<Pattern, String> names = new LinkedHashMap<>();
        names.put(Pattern.compile(".*cost.*_(batches|priority|flex)"), "prices of other service tiers");
        names.put(Pattern.compile(".*cost.*_above_[0-9]+k_tokens"), Reasons.LONG_PROMPTS);
        names.put(Pattern.compile("cache_creation_.*_above_1hr"), "prices of caches that live for an hour");
        names.put(
                Pattern.compile(".*cost.*(audio|image|video|pixel|character|second).*|.*(audio|image|video).*cost.*"),
                Reasons.MEDIA);
        names.put(
                Pattern.compile(
                        "(search_context|code_interpreter|file_search|vector_store|computer_use|citation).*cost.*"),
                "prices of the provider's own tools");
        return names;
    }

    private LiteLlmPrices() {}

    static List<ListedModel> read(JsonNode root, LocalDate day) {
        return root.properties().stream()
                .filter(entry -> entry.getValue().isObject() && !entry.getKey().equals(SAMPLE))
                .map(entry -> model(entry.getKey(), entry.getValue(), day))
                .toList();
    }

    private static ListedModel model(String name, JsonNode entry, LocalDate day) {
        Naming naming = PROVIDERS.get(entry.path(PROVIDER).asString(""));
        if (naming == null) {
            return ListedModel.leftOut(name, null, null, Reasons.NO_PRESET);
        }
        boolean prefixed = name.startsWith(naming.prefix());
        String model = prefixed ? name.substring(naming.prefix().length()) : name;
        BigDecimal prompt = ListPrice.perMillion(entry.path("input_cost_per_token"));
        BigDecimal completion = ListPrice.perMillion(entry.path("output_cost_per_token"));
        String why = Reasons.first(
                naming.always() && !prefixed ? Reasons.FAMILY : null,
                unserved(entry),
                ListedProviders.whyNot(naming.preset(), model),
                retired(entry, day),
                ListPrice.whyNot(prompt, completion));
        if (why != null || prompt == null) {
            return ListedModel.leftOut(name, naming.preset(), model, String.valueOf(why));
        }
        Price price = price(entry, prompt, completion);
        return ListedModel.of(name, new Offer(naming.preset(), model, context(entry), price, without(entry)));
    }

    private static @Nullable String unserved(JsonNode entry) {
        String mode = entry.path("mode").asString("");
        return SERVED.contains(mode) ? null : "for something else than chat, completions or embeddings";
    }

    private static @Nullable String retired(JsonNode entry, LocalDate day) {
        String date = entry.path("deprecation_date").asString("");
        try {
            return date.isEmpty() || LocalDate.parse(date).isAfter(day) ? null : "retired by its provider";
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Integer context(JsonNode entry) {
        JsonNode tokens = entry.path("max_input_tokens");
        return tokens.canConvertToExactIntegral() && tokens.asInt(0) > 0 ? tokens.asInt() : null;
    }

    private static Price price(JsonNode entry, BigDecimal prompt, @Nullable BigDecimal completion) {
        return new Price(
                prompt,
                completion,
                part(entry, "cache_read_input_token_cost", "input_cost_per_token_cache_hit"),
                part(entry, "cache_creation_input_token_cost"),
                part(entry, "output_cost_per_reasoning_token"),
                ListPrice.ofPart(ListPrice.amount(entry.path("input_cost_per_request"))));
    }

    private static @Nullable BigDecimal part(JsonNode entry, String... fields) {
        return ListPrice.ofPart(Arrays.stream(fields)
                .map(field -> ListPrice.perMillion(entry.path(field)))
                .toArray(BigDecimal[]::new));
    }

    private static List<String> without(JsonNode entry) {
        List<String> without = new ArrayList<>();
        NO_PLACE.forEach((name, what) -> {
            if (entry.propertyNames().stream()
                    .anyMatch(field -> name.matcher(field).matches())) {
                without.add(what);
            }
        });
        return without;
    }
}
