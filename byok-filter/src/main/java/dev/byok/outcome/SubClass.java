package dev.byok.outcome;

import java.util.Locale;

/** Sharpens the reason of an {@link OutcomeClass} without changing its rule. */
public enum SubClass {
    NONE,
    /** A per-day quota with a known reset. */
    DAILY,
    /** A limit on what may be spent in a month. */
    MONTHLY,
    /** One request is larger than the whole per-minute limit: waiting never helps. */
    REQUEST_EXCEEDS_LIMIT,
    /** A limit of this model alone: others go on with the same key. */
    MODEL_LIMIT,
    /** The model, deployment or profile does not exist for this key. */
    MODEL_NOT_FOUND,
    SERVER_ERROR,
    /** The provider itself reports 408 or 504. */
    TIMEOUT,
    /** Connect, TLS, reset before headers; may be tried once more on the same key. */
    CONNECTION,
    /** An error inside HTTP 200 before the first real output. */
    IN_BAND,
    /** Too many bytes, not tokens. */
    REQUEST_TOO_LARGE,
    /** What the request refers to by a URL could not be fetched for the provider, or was of no use. */
    IMAGE_UNAVAILABLE;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
