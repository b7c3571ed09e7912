package dev.byok.provider;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of providers that are known by name: base URL, how their keys travel, and quirks of their requests. Source: the
 * vendors' API documentation, 2026-11, where an entry does not say otherwise.
 */
public enum ProviderPreset {
    OPENAI("https://api.openai.com/v1"),
    OPENROUTER("https://openrouter.ai/api/v1"),
    GROQ("https://api.groq.com/openai/v1"),
    /**
     * Azure OpenAI (learn.microsoft.com/azure/ai-foundry/openai/reference): every resource has a host of its own, and its
     * keys travel in {@code api-key}.
     */
    AZURE_OPENAI(null, "api-key", true),
    /** docs.x.ai/docs/api-reference. */
    XAI("https://api.x.ai/v1"),
    /**
     * docs.mistral.ai/api: a field that is not in its API description is a 422, and {@code stream_options} is none; usage
     * comes with the last chunk without being asked for (recorded).
     */
    MISTRAL("https://api.mistral.ai/v1", "bearer", false),
    /** docs.together.ai/reference/chat-completions-1. */
    TOGETHER("https://api.together.xyz/v1"),
    /** api-docs.deepseek.com. */
    DEEPSEEK("https://api.deepseek.com"),
    /** docs.fireworks.ai/api-reference/post-chatcompletions. */
    FIREWORKS("https://api.fireworks.ai/inference/v1"),
    /** Cohere's endpoint for OpenAI's clients (docs.cohere.com/docs/compatibility-api), not its own API. */
    COHERE_COMPAT("https://api.cohere.ai/compatibility/v1"),
    /** Gemini's endpoint for OpenAI's clients (ai.google.dev/gemini-api/docs/openai), not its own API. */
    GEMINI_COMPAT("https://generativelanguage.googleapis.com/v1beta/openai"),
    /**
     * docs.ai21.com/reference/jamba-1-6-api-ref: {@code stream_options} is not among its parameters, the last chunk carries
     * the usage.
     */
    AI21("https://api.ai21.com/studio/v1", "bearer", false),
    /** docs.z.ai/api-reference. */
    ZAI("https://api.z.ai/api/paas/v4"),
    /** platform.stepfun.com/docs/api-reference. */
    STEPFUN("https://api.stepfun.com/v1"),
    /** Its own API (platform.claude.com/docs/en/api/overview), not its endpoint for OpenAI's clients. */
    ANTHROPIC("https://api.anthropic.com/v1", "x-api-key", Dialect.ANTHROPIC_MESSAGES),
    /** Claude in Microsoft's Foundry, where every resource has a host of its own; keys travel in two headers. */
    AZURE_ANTHROPIC(null, "azure-api-key", Dialect.ANTHROPIC_MESSAGES),
    /** Amazon Bedrock, where it is in a region of AWS's. */
    BEDROCK(null, "aws", true, Dialect.BEDROCK_CONVERSE),
    /** Bedrock's other host, for OpenAI's clients and, with another dialect, for Anthropic's. */
    BEDROCK_MANTLE(null, "aws", true),
    /** Served by the user's own host. */
    VLLM(null),
    OLLAMA("http://localhost:11434/v1"),
    /** Any other URL that speaks the dialect. */
    COMPATIBLE(null);

    private final @Nullable String baseUrl;
    private final String auth;
    private final boolean takesUsageOption;
    private final Dialect dialect;

    ProviderPreset(@Nullable String baseUrl) {
        this(baseUrl, "bearer", true);
    }

    ProviderPreset(@Nullable String baseUrl, String auth, boolean takesUsageOption) {
        this(baseUrl, auth, takesUsageOption, Dialect.OPENAI_CHAT);
    }

    ProviderPreset(@Nullable String baseUrl, String auth, Dialect dialect) {
        this(baseUrl, auth, false, dialect);
    }

    ProviderPreset(@Nullable String baseUrl, String auth, boolean takesUsageOption, Dialect dialect) {
        this.baseUrl = baseUrl;
        this.auth = auth;
        this.takesUsageOption = takesUsageOption;
        this.dialect = dialect;
    }

    /** Returns the base URL built in; null where the policy has to say where the provider is. */
    public @Nullable String baseUrl() {
        return baseUrl;
    }

    /** Returns how keys travel where the policy does not say, in the policy's own words. */
    public String auth() {
        return auth;
    }

    /**
     * Returns whether a streamed request may hold {@code stream_options.include_usage}. Where it may not, the provider
     * refuses the request because of it, and reports its usage without.
     */
    public boolean takesUsageOption() {
        return takesUsageOption;
    }

    /**
     * Returns the field that limits a chat's answer. OpenAI's newer models refuse {@code max_tokens} (400 {@code
     * unsupported_parameter}); what others take in its place differs, and all take it.
     */
    public String chatLimit() {
        return this == OPENAI || this == AZURE_OPENAI ? "max_completion_tokens" : "max_tokens";
    }

    /** Returns what it speaks where the policy does not say. */
    public Dialect dialect() {
        return dialect;
    }

    /** Returns the name used in the policy, as in {@code azure-openai}. */
    public String presetName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
