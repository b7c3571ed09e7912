package dev.byok.idempotency;

/**
 * What a request asks for; two that differ in it are two requests. Made by {@link Hashes#fingerprint}.
 *
 * @param hash over all that may change the answer
 */
public record Fingerprint(String hash) {}
