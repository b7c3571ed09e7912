package dev.byok.idempotency;

/** What became of the request that came first with a key. */
public sealed interface FirstOutcome {

    /** It was answered, and all of the answer is here. */
    record Answered(StoredAnswer answer) implements FirstOutcome {}

    /**
     * It may have been served and billed, and its answer cannot be given again.
     *
     * @param generation of that request
     */
    record Lost(Why why, String generation) implements FirstOutcome {}

    /** Nobody was asked on its behalf: the key is free again. */
    record Untried() implements FirstOutcome {}

    /** Why there is no answer. */
    enum Why {
        /** It broke off, or nobody knows how it ended. */
        BROKEN,
        /** It ended well and was longer than an answer that is kept may be. */
        TOO_LONG,
        /** It has been dropped to make room for others. */
        DROPPED
    }
}
