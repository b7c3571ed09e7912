package dev.byok.request;

/**
 * The body is not the JSON object that a request must be; answered with 400. The message names fields and byte offsets
 * and never repeats content. Has no stack trace.
 */
public final class InvalidBodyException extends RuntimeException {

    private final String message;

    InvalidBodyException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    /** Returns what is wrong, fit for the caller's eyes. */
    public String message() {
        return message;
    }
}
