package dev.byok.secret.infisical;

import dev.byok.secret.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/**
 * The access token in use: one login for all who need it, again before it expires. Thread-safe; a login blocks all who ask.
 */
public final class InfisicalSession implements AutoCloseable {

    /** How long a token that has just replaced a refused one is kept, refused or not. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final InfisicalApi api;
    private final InfisicalLogin login;
    private final LongSupplier nanoTime;
    private @Nullable AccessToken current;
    private @Nullable Long replacedAt;
    private boolean closed;
    private long loggedInAt;
    private @Nullable Failure failure;

    /** The last login, if it failed. */
    private record Failure(LoginFailedException cause, Secret credential, long at) {}

    public InfisicalSession(InfisicalApi api, InfisicalLogin login) {
        this(api, login, System::nanoTime);
    }

    InfisicalSession(InfisicalApi api, InfisicalLogin login, LongSupplier nanoTime) {
        this.api = api;
        this.login = login;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the token.
     *
     * @throws LoginFailedException where there is none
     */
    synchronized Secret token() {
        AccessToken known = current;
        return known != null && since(loggedInAt) < known.useful().toNanos() ? known.value() : logIn();
    }

    /**
     * Returns the token in the place of one that is no longer taken: what has replaced it already, else by a new login. Where
     * new ones are not taken either it is the same for some seconds: each may live for a month, and there may be thousands of
     * readings.
     */
    synchronized Secret tokenInsteadOf(Secret rejected) {
        if (current == null || !current.value().equals(rejected)) {
            return token();
        }
        Long before = replacedAt;
        if (before != null && since(before) < PATIENCE.toNanos()) {
            return rejected;
        }
        replacedAt = nanoTime.getAsLong();
        current = null;
        return token();
    }

    private Secret logIn() {
        if (closed) {
            throw LoginFailedException.failed("the gateway stops");
        }
        Secret credential = login.credential();
        throwIfTriedJustNow(credential);
        long asked = nanoTime.getAsLong();
        try {
            AccessToken token = login.with(credential, api);
            current = token;
            loggedInAt = asked;
            failure = null;
            return token.value();
        } catch (LoginFailedException e) {
            remember(e, credential);
            throw e;
        }
    }

    private void throwIfTriedJustNow(Secret credential) {
        Failure last = failure;
        if (last != null
                && last.credential().equals(credential)
                && since(last.at()) < last.cause().patience().toNanos()) {
            throw last.cause();
        }
    }

    /** Whoever no longer waits is interrupted, which says nothing of Infisical. */
    private void remember(LoginFailedException cause, Secret credential) {
        if (!Thread.currentThread().isInterrupted()) {
            failure = new Failure(cause, credential, nanoTime.getAsLong());
        }
    }

    private long since(long then) {
        return nanoTime.getAsLong() - then;
    }

    /** Revokes the token if it came from a login: it may be good for a month. */
    @Override
    public synchronized void close() {
        AccessToken known = current;
        current = null;
        closed = true;
        if (known == null || !login.makesTokens()) {
            return;
        }
        try {
            api.post(
                    "/api/v1/auth/token/revoke",
                    Map.of("accessToken", known.value().apiKey()));
        } catch (RestClientException e) {
            // It expires by itself.
        }
    }
}
