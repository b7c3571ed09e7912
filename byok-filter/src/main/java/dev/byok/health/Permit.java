package dev.byok.health;

import dev.byok.outcome.Outcome;
import java.time.Instant;

/** Leave for one attempt. Exactly one of its methods is to be called; what comes after the first is ignored. */
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

    /** The attempt has shown its first real output, or a whole answer. */
    void succeeded(Instant now);

    /**
     * The attempt failed.
     *
     * @param countsOnBreaker whether this is the request's first failure at this endpoint
     */
    void failed(Outcome outcome, boolean countsOnBreaker, Instant now);

    /** Nothing is known of it: it was not made, or the caller left. */
    void released();
}
