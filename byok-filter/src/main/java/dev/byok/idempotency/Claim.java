package dev.byok.idempotency;

import reactor.core.publisher.Mono;

/** What a request with a key is told when it comes. */
public sealed interface Claim {

    /** Nobody has come with this key before: go on, and end the lease in any case. */
    record First(Lease lease) implements Claim {}

    /**
     * The same request has come before.
     *
     * @param running whether it still is under way
     * @param outcome what became of it, as soon as that is known; leaving it changes nothing
     */
    record Again(boolean running, Mono<FirstOutcome> outcome) implements Claim {}

    /** The key stands for another request. */
    record Reused() implements Claim {}

    /** There is no room for another key. */
    record Full() implements Claim {}
}
