package dev.byok.simulation;

/** A simulation that cannot be read. Its message says why, of the caller's text only names that policies allow. */
public final class InvalidSimulationException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSimulationException(String message) {
        super(message, null, false, false);
    }

    /** Returns why. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
