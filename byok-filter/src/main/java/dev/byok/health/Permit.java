package dev.byok.health;

import dev.byok.outcome.Outcome;
import dev.byok.quota.Quota;
import java.time.Instant;

/**
 * Leave for one attempt. Exactly one of {@link #succeeded}, {@link #failed} and {@link #released} is to be called; what comes
 * after the first is ignored.
 */
public interface Permit {

    /** For attempts whose health nobody keeps. */
    Permit NONE = new Permit() {
        @Override
        public void succeeded(Instant now) {}

        @Override
        public void failed(Outcome outcome, boolean countsOnBreaker, Instant now) {}

        @Override
        public void released() {}
    };

    /** The attempt's answer, whatever it is, said what is left of the credential's limits. */
    default void told(Quota quota, Instant now) {}

    /** The attempt has shown its first real output, or a whole answer. */
    void succeeded(Instant now);

    /**
     * The attempt failed.
     *
     * @param countsOnBreaker whether this is the request's first failure at this endpoint
     */
    void failed(Outcome outcome, boolean countsOnBreaker, Instant now);

    /** Returns whether what becomes of the attempt decides if the endpoint is open to others again. */
    default boolean isProbe() {
        return false;
    }

    /** Nothing is known of it: it was not made, or the caller left. */
    void released();

    /**
     * The credential was rejected and has another secret by now: what was held against the old one no longer holds. What
     * the new one has met since this attempt began does.
     */
    default void secretChanged() {
        released();
    }
}
