package dev.byok.benchmark;

/** The run cannot go on, or measured something that was not right; its message is for the one who started it. */
final class FailedException extends RuntimeException {

    FailedException(String message) {
        super(message, null, false, false);
    }
}
