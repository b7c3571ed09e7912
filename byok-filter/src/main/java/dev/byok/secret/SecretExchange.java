package dev.byok.secret;

import reactor.core.publisher.Mono;

/** Makes the credential that is used of one that a secret holds, where that is another: each time the secret is read. */
@FunctionalInterface
public interface SecretExchange {

    /** What a secret holds is used as it is. */
    SecretExchange NONE = (reference, secret) -> Mono.just(secret);

    /**
     * Returns what is used, without blocking the subscriber's thread.
     *
     * @param reference where the secret is kept
     * @return the same where it is used as it is, or a {@link SecretUnavailableException} that does not quote what was read
     */
    Mono<Secret> exchange(SecretReference reference, Secret secret);
}
