package dev.byok.provider;

/**
 * What a provider can be asked with a key that costs nothing and needs a key that is right. Source: the vendors' API
 * documentation, 2026-11.
 */
public enum FreeCall {
    /** OpenAI's list of models, and that of whoever speaks its API. */
    MODELS("/models", true),

    /**
     * The same at Azure OpenAI (learn.microsoft.com/rest/api/azureopenai/models/list), which names the models that could be
     * deployed, while requests name deployments.
     */
    DEPLOYABLE_MODELS("/models", false),

    /** The key itself (openrouter.ai/docs/api/api-reference/api-keys/get-current-key); the list there is for everybody. */
    KEY("/key", false);

    private final String path;
    private final boolean namesModels;

    FreeCall(String path, boolean namesModels) {
        this.path = path;
        this.namesModels = namesModels;
    }

    /** Returns the one for a kind of provider. */
    public static FreeCall of(ProviderPreset preset) {
        return switch (preset) {
            case AZURE_OPENAI -> DEPLOYABLE_MODELS;
            case OPENROUTER -> KEY;
            default -> MODELS;
        };
    }

    /** Returns the path below the base URL, to be asked by GET. */
    public String path() {
        return path;
    }

    /** Returns whether the answer names the models that the key may use as requests name them. */
    public boolean namesModels() {
        return namesModels;
    }
}
