package dev.byok.command.catalog;

import dev.byok.provider.ProviderPreset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The presets for which there are public prices, and how their models are called at them. */
final class ListedProviders {

    /** What a vendor is called at OpenRouter, whose names of models many use (openrouter.ai/models). */
    private static final Map<ProviderPreset, String> VENDORS = new EnumMap<>(Map.ofEntries(
            Map.entry(ProviderPreset.OPENAI, "openai"),
            Map.entry(ProviderPreset.AZURE_OPENAI, "azure-openai"),
            Map.entry(ProviderPreset.OPENROUTER, "openrouter"),
            Map.entry(ProviderPreset.GROQ, "groq"),
            Map.entry(ProviderPreset.XAI, "x-ai"),
            Map.entry(ProviderPreset.MISTRAL, "mistralai"),
            Map.entry(ProviderPreset.TOGETHER, "together"),
            Map.entry(ProviderPreset.DEEPSEEK, "deepseek"),
            Map.entry(ProviderPreset.FIREWORKS, "fireworks"),
            Map.entry(ProviderPreset.COHERE_COMPAT, "cohere"),
            Map.entry(ProviderPreset.GEMINI_COMPAT, "google"),
            Map.entry(ProviderPreset.AI21, "ai21"),
            Map.entry(ProviderPreset.ZAI, "z-ai"),
            Map.entry(ProviderPreset.ANTHROPIC, "anthropic"),
            // By Bedrock's own names: which of a model's inference profiles an account may call depends on its region,
            // and not
            // all keep to one.
            Map.entry(ProviderPreset.BEDROCK, "bedrock"),
            Map.entry(ProviderPreset.BEDROCK_MANTLE, "bedrock-mantle")));

    /** Fireworks' names are paths (docs.fireworks.ai/getting-started/concepts). */
    private static final String FIREWORKS = "accounts/";

    /** {@code vendor.model}, behind the region of an inference profile (Amazon Bedrock API Reference, Converse, modelId). */
    private static final Pattern BEDROCK = Pattern.compile("(?:[a-z-]+\\.)?[a-z0-9]+\\.[a-z][A-Za-z0-9.:-]*");

    /** What genai-prices puts where the name of a region is. */
    static final String REGIONAL = "regional.";

    private static final String ONE_REGION = "a price of one region of the provider";
    private static final String UNSERVED = "not served in OpenAI's dialect by this provider";

    private ListedProviders() {}

    static Set<ProviderPreset> known() {
        return VENDORS.keySet();
    }

    static String names() {
        return VENDORS.keySet().stream().map(ProviderPreset::presetName).collect(Collectors.joining(", "));
    }

    /** Returns why a provider cannot know a model by a name that a list has for it; null where it can. */
    static @Nullable String whyNot(ProviderPreset preset, String model) {
        if (model.startsWith("ft:") || model.endsWith("-")) {
            return Reasons.FAMILY;
        }
        return switch (preset) {
            case FIREWORKS -> model.startsWith(FIREWORKS) ? null : Reasons.OWN_NAME;
            case OPENROUTER -> model.contains("/") ? null : Reasons.OWN_NAME;
            case AZURE_OPENAI -> model.contains("/") ? ONE_REGION : null;
            case GEMINI_COMPAT -> model.startsWith("gem") ? null : UNSERVED;
            case BEDROCK -> whyNotAtBedrock(model);
            default -> null;
        };
    }

    /** Converse has no speech, and an embedding is asked for in words of its model's own. */
    private static @Nullable String whyNotAtBedrock(String model) {
        if (model.contains("/")) {
            return ONE_REGION;
        }
        if (!BEDROCK.matcher(model).matches() || model.startsWith(REGIONAL)) {
            return Reasons.OWN_NAME;
        }
        return model.contains("twelvelabs.") || model.contains("-sonic") ? UNSERVED : null;
    }

    /**
     * Returns what a model is called in the policy.
     *
     * @param openAi whether OpenAI has a model of this name
     */
    static String slug(ProviderPreset preset, String model, boolean openAi) {
        String name = preset == ProviderPreset.FIREWORKS ? model.substring(model.lastIndexOf('/') + 1) : model;
        if (name.contains("/")) {
            return name;
        }
        ProviderPreset vendor = preset == ProviderPreset.AZURE_OPENAI && openAi ? ProviderPreset.OPENAI : preset;
        return VENDORS.get(vendor) + "/" + name;
    }

    /** Returns the order of a model's endpoints: resellers last. */
    static Comparator<ProviderPreset> order() {
        return Comparator.comparing((ProviderPreset preset) -> preset == ProviderPreset.OPENROUTER)
                .thenComparing(Comparator.naturalOrder());
    }
}
