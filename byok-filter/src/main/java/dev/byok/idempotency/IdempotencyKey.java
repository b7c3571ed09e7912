package dev.byok.idempotency;

/**
 * A key as one caller of one workspace says it; no other caller can name it. Made by {@link Hashes#key}.
 *
 * @param hash over workspace, caller and what was sent, so that keys take equal room and are never shown
 */
public record IdempotencyKey(String hash) {}
