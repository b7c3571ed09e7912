package dev.byok.command.support;

/** What the command was given cannot be used; the message says what to do. */
public final class UnusableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnusableException(String message) {
        super(message);
    }
}
