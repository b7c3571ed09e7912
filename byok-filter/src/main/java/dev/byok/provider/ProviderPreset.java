package dev.byok.provider;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of providers that are known by name: base URL and quirks. Source: the vendors' API documentation, 2026-11. */
public enum ProviderPreset {
    OPENAI("https://api.openai.com/v1"),
    OPENROUTER("https://openrouter.ai/api/v1"),
    GROQ("https://api.groq.com/openai/v1"),
    /** Served by the user's own host. */
    VLLM(null),
    OLLAMA("http://localhost:11434/v1"),
    /** Any other URL that speaks the dialect. */
    COMPATIBLE(null);

    private final @Nullable String baseUrl;

    ProviderPreset(@Nullable String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** Returns the base URL built in; null where the policy has to give one. */
    public @Nullable String baseUrl() {
        return baseUrl;
    }

    /** Returns the name used in the policy, as in {@code openai}. */
    public String presetName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the preset of this name, or null. */
    public static @Nullable ProviderPreset byName(String name) {
        for (ProviderPreset preset : values()) {
            if (preset.presetName().equals(name)) {
                return preset;
            }
        }
        return null;
    }
}
