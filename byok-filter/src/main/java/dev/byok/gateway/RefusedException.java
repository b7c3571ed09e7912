package dev.byok.gateway;

/** Ends the taking in of a request with an answer of our own. Stackless: it is control flow. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LocalAnswer answer;

    RefusedException(LocalAnswer answer) {
        super("refused", null, false, false);
        this.answer = answer;
    }

    LocalAnswer answer() {
        return answer;
    }
}
