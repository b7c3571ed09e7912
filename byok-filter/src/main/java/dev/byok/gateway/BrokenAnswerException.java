package dev.byok.gateway;

/** Breaks the caller's connection because an answer that had begun could not be finished. Stackless. */
final class BrokenAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenAnswerException(BodyEnd end) {
        super("the provider's answer could not be finished: " + end.text(), null, false, false);
    }
}
