package dev.byok.outcome;

import java.util.Locale;

/** What an answer means for the credential, the endpoint and the request. */
public enum OutcomeClass {
    OK,
    /** The provider does not accept the key. */
    CREDENTIAL_REJECTED,
    /** Credit, spend or a long quota is used up. */
    QUOTA_EXHAUSTED,
    /** The key is fine but was used too often. */
    RATE_LIMITED,
    /** The key may not do this, or may not use this model. */
    PERMISSION,
    /** The provider is down, too busy, or broke the connection before an answer. */
    OVERLOADED,
    /** No headers or no first output within the limit. */
    SILENT,
    /** The prompt does not fit the model. */
    CONTEXT_LENGTH,
    /** A content-policy refusal. */
    MODERATED,
    /** Something the caller must change. */
    INVALID_REQUEST,
    /** Our own refusal. */
    POLICY,
    /** The client went away. */
    CANCELLED,
    /** Anything else. */
    UNEXPECTED;

    /** Returns the name used in receipts, logs and answers, as in {@code rate_limited}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
