package dev.byok.config;

/** More files, or larger ones, than a policy may have. */
final class PolicyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PolicyTooLargeException(String message) {
        super(message);
    }
}
