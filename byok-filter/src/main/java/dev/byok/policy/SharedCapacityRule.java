package dev.byok.policy;

/** What a provider key says about the shared capacity of its provider. */
public enum SharedCapacityRule {
    /** Shared capacity may serve. */
    USE,
    /** The models that this key covers never use this provider's shared capacity. */
    NEVER_FOR_MODELS,
    /** No model uses this provider's shared capacity, also those outside the key's own model filter. */
    NEVER
}
