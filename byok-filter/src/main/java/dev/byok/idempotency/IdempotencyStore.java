package dev.byok.idempotency;

import java.util.function.Consumer;

/**
 * Who came first with which key, and what became of it. A host may share its nodes' keys by a bean of its own. Must not
 * block.
 */
public interface IdempotencyStore {

    /**
     * Claims a key.
     *
     * @param told called once, at once or later, on any thread; also if whoever asked has left by then, since a lease has
     *     to be ended
     */
    void claim(IdempotencyKey key, Fingerprint request, Consumer<Claim> told);

    /** Forgets what has expired; called now and then. */
    default void purge() {}
}
