package dev.byok.secret;

import reactor.core.publisher.Mono;

/** Reads the secrets of one scheme, such as {@code file}. Implementations keep nothing: {@link Secrets} does. */
public interface SecretResolver {

    /** Returns the scheme of the references this resolver reads. */
    String scheme();

    /**
     * Reads the secret, now and anew, without blocking the subscriber's thread.
     *
     * @return the value, or a {@link SecretUnavailableException} that does not quote what was read
     */
    Mono<Secret> resolve(SecretReference reference);
}
