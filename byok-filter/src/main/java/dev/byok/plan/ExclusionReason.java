package dev.byok.plan;

/** Why an endpoint or a credential is not part of a plan. The text is part of the product's surface. */
public enum ExclusionReason {
    KEY_FILTER_MODEL("key_filter:model"),
    KEY_FILTER_API_KEY("key_filter:api_key"),
    KEY_FILTER_MEMBER("key_filter:member"),
    KEY_FILTER_ENVIRONMENT("key_filter:environment"),
    /** A list of the caller, its member, environment or profile, or of the route, does not admit this model. */
    ALLOWED_MODELS("allowed_models"),
    /** The manifest does not grant the workspace this provider, or such a list does not admit it. */
    ALLOWED_PROVIDERS("allowed_providers"),
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
