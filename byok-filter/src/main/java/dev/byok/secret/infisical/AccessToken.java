package dev.byok.secret.infisical;

import dev.byok.secret.Secret;
import java.time.Duration;

/**
 * What a login gives.
 *
 * @param lifetime from the login on
 */
record AccessToken(Secret value, Duration lifetime) {

    /** For one that does not say when it ends, or that never does. */
    private static final Duration LONG = Duration.ofDays(365);

    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** @param seconds 0 for one that never ends */
    static AccessToken of(Secret value, long seconds) {
        return new AccessToken(value, seconds <= 0 || seconds > LONG.toSeconds() ? LONG : Duration.ofSeconds(seconds));
    }

    /** Returns how long it may be used: until a minute before its end, or of a short one for nine tenths of its life. */
    Duration useful() {
        Duration tenth = lifetime.dividedBy(10);
        return lifetime.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    }
}
