package dev.byok.gateway;

/** An attempt, or two beside each other, whose answer is waited for. */
interface UnderWay extends AutoCloseable {

    /** Ends it: the answer has come, or nobody waits for one any more. */
    @Override
    void close();
}
