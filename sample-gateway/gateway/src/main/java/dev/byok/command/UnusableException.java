package dev.byok.command;

/** What the command was given cannot be used; the message says what to do. */
final class UnusableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
        super(message);
    }
}
