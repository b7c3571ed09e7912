package dev.byok.secret.infisical;

import java.time.Duration;

/** The gateway has no access token. Its message is the reason, in words of our own; without stack trace or cause. */
final class LoginFailedException extends RuntimeException {

    /**
     * Infisical locks an identity after three wrong credentials that are less than half a minute apart: the defaults of
     * {@code lockoutThreshold} and {@code lockoutCounterResetSeconds} of its Universal Auth (its server's routes, read
     * 2026-11).
     */
    private static final Duration REFUSED = Duration.ofSeconds(40);

    private static final Duration FAILED = Duration.ofSeconds(10);

    private final boolean refused;

    private LoginFailedException(String reason, boolean refused) {
        super(reason, null, false, false);
        this.refused = refused;
    }

    /** Returns one for a login that came to nothing. */
    static LoginFailedException failed(String reason) {
        return new LoginFailedException(reason, false);
    }

    /** Returns one for a credential that Infisical does not take. */
    static LoginFailedException refused(String reason) {
        return new LoginFailedException(reason, true);
    }

    /** Returns how long the same login is not tried again. */
    Duration patience() {
        return refused ? REFUSED : FAILED;
    }
}
