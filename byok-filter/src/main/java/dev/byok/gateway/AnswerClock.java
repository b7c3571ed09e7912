package dev.byok.gateway;

/**
 * When an answer last made progress, in terms of {@link System#nanoTime()}. The upstream's clocks stand still while the
 * caller has not taken what is there.
 */
final class AnswerClock {

    private volatile long lastBytes = System.nanoTime();
    private volatile long lastOutput = lastBytes;
    private volatile boolean waitingForUpstream = true;
    private volatile boolean outputSeen;
    private volatile boolean answerComplete;

    /** Bytes have come. */
    void bytes(boolean withOutput) {
        long now = System.nanoTime();
        lastBytes = now;
        if (withOutput) {
            lastOutput = now;
            outputSeen = true;
        }
    }

    /** Notes who waits for whom. */
    void waitingForUpstream(boolean waiting) {
        if (waiting == waitingForUpstream) {
            return;
        }
        if (waiting) {
            bytes(true);
        }
        waitingForUpstream = waiting;
    }

    /** Nothing that may still come matters. */
    void answerIsComplete() {
        answerComplete = true;
    }

    boolean outputSeen() {
        return outputSeen;
    }

    boolean answerComplete() {
        return answerComplete;
    }

    /** Returns since when no byte has come; now while the caller is the slow one. */
    long silentSince(long now) {
        return waitingForUpstream ? lastBytes : now;
    }

    /** Returns since when no real output has come; now while the caller is the slow one. */
    long withoutOutputSince(long now) {
        return waitingForUpstream ? lastOutput : now;
    }
}
