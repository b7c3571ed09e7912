package dev.byok.plan;

/** Why an endpoint or a credential is not part of a plan. The text is part of the product's surface. */
public enum ExclusionReason {
    KEY_FILTER_MODEL("key_filter:model"),
    KEY_FILTER_API_KEY("key_filter:api_key"),
    KEY_FILTER_MEMBER("key_filter:member"),
    KEY_FILTER_ENVIRONMENT("key_filter:environment"),
    /** A list of the caller, its member, environment or profile, or of the route, does not admit this model. */
    ALLOWED_MODELS("allowed_models"),
    /** The manifest does not grant the workspace this provider, or such a list, or the request, does not admit it. */
    ALLOWED_PROVIDERS("allowed_providers"),
    /** The profile of the caller or of the route wants no other model than the first one that the request names. */
    MODEL_FALLBACK("model_fallback"),
    /** The request wants nobody but who leads, or those it names ({@code allow_fallbacks: false}). */
    ALLOW_FALLBACKS("allow_fallbacks"),
    /** Content must not be trained on, and nobody says that this provider does not. */
    DATA_POLICY_TRAINING("data_policy:training"),
    /** Nothing may be retained, and neither the provider's policy nor the key's contract promises it. */
    DATA_POLICY_ZDR("data_policy:zdr"),
    /** The request may not be processed where the provider, or the key's contract, says it is; or nobody says where. */
    REGION("region"),
    /** The catalog does not say that the endpoint can do what is required. */
    CAPABILITY("capability"),
    /** The weights are stored otherwise than the request wants them, or nobody says how. */
    QUANTIZATION("quantization"),
    /** It costs more than it may, or nobody says what it costs. */
    MAX_PRICE("max_price"),
    /** The request may cost more than it may, or nobody knows what it may cost. */
    MAX_PRICE_PER_REQUEST("max_price:request"),
    /** The answer that is asked for does not fit the model, and does fit another one of the request. */
    CONTEXT_LENGTH("context_length"),
    /** The request asks for a longer answer than it may. */
    MAX_TOKENS("max_tokens"),
    /** Strictness of a key, a caller, a profile, a route or the request. */
    STRICT("strict"),
    /** The manifest does not open shared capacity for the workspace. */
    NOT_GRANTED("not_granted"),
    /** What it met lately keeps it back for a while. */
    COOLDOWN("cooldown"),
    /** Switched off by the policy or an operator, or expired. */
    DISABLED("disabled");

    private final String text;

    ExclusionReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
