package dev.byok.command.catalog;

import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The list of genai-prices: USD per million tokens, by provider, each model with a rule by which its names are recognised
 * (the list's own {@code data.schema.json} says what the fields mean).
 */
final class GenaiPrices {

    static final String MODELS = "models";

    private static final Map<String, ProviderPreset> PROVIDERS = Map.ofEntries(
            Map.entry("openai", ProviderPreset.OPENAI),
            Map.entry("azure", ProviderPreset.AZURE_OPENAI),
            Map.entry("openrouter", ProviderPreset.OPENROUTER),
            Map.entry("groq", ProviderPreset.GROQ),
            Map.entry("x-ai", ProviderPreset.XAI),
            Map.entry("mistral", ProviderPreset.MISTRAL),
            Map.entry("together", ProviderPreset.TOGETHER),
            Map.entry("deepseek", ProviderPreset.DEEPSEEK),
            Map.entry("fireworks", ProviderPreset.FIREWORKS),
            Map.entry("cohere", ProviderPreset.COHERE_COMPAT),
            Map.entry("google", ProviderPreset.GEMINI_COMPAT),
            Map.entry("anthropic", ProviderPreset.ANTHROPIC),
            Map.entry("aws", ProviderPreset.BEDROCK));

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private GenaiPrices() {}

    static List<ListedModel> read(JsonNode root, LocalDate day) {
        List<ListedModel> models = new ArrayList<>();
        for (JsonNode provider : root) {
            String name = provider.path("id").asString("");
            for (JsonNode model : provider.path(MODELS)) {
                models.addAll(models(name, model, day));
            }
        }
        return models;
    }

    private static List<ListedModel> models(String provider, JsonNode model, LocalDate day) {
        String id = model.path("id").asString("");
        String entry = provider + "/" + id;
        ProviderPreset preset = PROVIDERS.get(provider);
        if (preset == null) {
            return List.of(ListedModel.leftOut(entry, null, null, Reasons.NO_PRESET));
        }
        return names(id, model.path("match")).stream()
                .map(name -> model(entry, preset, name, model, day))
                .toList();
    }

    /** By what a model is called: its id, unless the list's own rule does not know it by that, but by other names. */
    private static List<String> names(String id, JsonNode rule) {
        if (id.startsWith(ListedProviders.REGIONAL)) {
            List<String> profiles = MatchRule.inRegions(rule, id.substring(ListedProviders.REGIONAL.length()));
            return profiles.isEmpty() ? List.of(id) : profiles;
        }
        if (MatchRule.matches(rule, id)) {
            return List.of(id);
        }
        List<String> exact = MatchRule.exactNames(rule);
        return exact.isEmpty() ? List.of(id) : exact;
    }

    private static ListedModel model(String entry, ProviderPreset preset, String name, JsonNode model, LocalDate day) {
        JsonNode prices = pricesOn(model.path("prices"), day);
        BigDecimal prompt = prices == null ? null : price(prices, "input_mtok");
        BigDecimal completion = prices == null ? null : price(prices, "output_mtok");
        String why = Reasons.first(
                ListedProviders.whyNot(preset, name),
                prices == null ? "a price that depends on the time of day" : null,
                ListPrice.whyNot(prompt, completion));
        if (why != null || prices == null || prompt == null) {
            return ListedModel.leftOut(entry, preset, name, String.valueOf(why));
        }
        Price price = new Price(
                prompt,
                completion,
                ListPrice.ofPart(price(prices, "cache_read_mtok")),
                ListPrice.ofPart(price(prices, "cache_write_mtok")),
                null,
                perRequest(prices));
        return ListedModel.of(entry, new Offer(preset, name, context(model), price, without(prices)));
    }

    /** The last of several that the day is within, else the first; null where it is a matter of hours. */
    private static @Nullable JsonNode pricesOn(JsonNode prices, LocalDate day) {
        if (!prices.isArray()) {
            return prices;
        }
        JsonNode valid = prices.path(0).path("prices");
        for (JsonNode conditional : prices) {
            JsonNode constraint = conditional.path("constraint");
            if (constraint.has("start_time")) {
                return null;
            }
            String start = constraint.path("start_date").asString("");
            if (start.isEmpty() || !LocalDate.parse(start).isAfter(day)) {
                valid = conditional.path("prices");
            }
        }
        return valid;
    }

    /** A price, or that of short prompts where it has steps. */
    private static @Nullable BigDecimal price(JsonNode prices, String name) {
        JsonNode price = prices.path(name);
        return ListPrice.amount(price.isObject() ? price.path("base") : price);
    }

    private static @Nullable BigDecimal perRequest(JsonNode prices) {
        BigDecimal thousand = ListPrice.amount(prices.path("requests_kcount"));
        return thousand == null ? null : thousand.divide(THOUSAND);
    }

    private static @Nullable Integer context(JsonNode model) {
        int tokens = model.path("context_window").asInt(0);
        return tokens > 0 ? tokens : null;
    }

    private static List<String> without(JsonNode prices) {
        List<String> without = new ArrayList<>();
        if (prices.values().stream().anyMatch(JsonNode::isObject)) {
            without.add(Reasons.LONG_PROMPTS);
        }
        if (prices.propertyNames().stream().anyMatch(name -> name.matches(".*(audio|image|video).*"))) {
            without.add(Reasons.MEDIA);
        }
        return without;
    }
}
