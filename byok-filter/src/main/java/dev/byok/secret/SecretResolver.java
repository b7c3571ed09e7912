package dev.byok.secret;

import reactor.core.publisher.Mono;

/** Reads the secrets of one scheme, such as {@code file}. Implementations keep nothing: {@link Secrets} does. */
public interface SecretResolver {

    /** Returns the scheme of the references this resolver reads. */
    String scheme();

    /**
     * Returns the name of what answers for a reference, where a scheme has several that may fail each for itself, such as
     * hosts. In the background those of one place wait for each other, and never for those of another.
     */
    default String place(SecretReference reference) {
        return "";
    }

    /**
     * Reads the secret, now and anew, without blocking the subscriber's thread.
     *
     * @return the value, or a {@link SecretUnavailableException} that does not quote what was read
     */
    Mono<Secret> resolve(SecretReference reference);
}
