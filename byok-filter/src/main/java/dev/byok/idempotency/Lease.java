package dev.byok.idempotency;

/** A key in the hands of the request that came first with it. Thread-safe; ends once. */
public interface Lease {

    /**
     * Asks for room for so many more bytes of the answer.
     *
     * @return false where there is none: the answer will not be kept, and all room asked for before is given back
     */
    boolean reserve(int bytes);

    /**
     * Tells whoever waits what became of the request.
     *
     * @param keep whether those that come later are to hear it too; else the key is free again
     */
    void end(FirstOutcome outcome, boolean keep);
}
