package dev.byok.secret;

/** A secret could not be read. Names the reference and the reason, never a value; without stack trace or cause. */
public final class SecretUnavailableException extends RuntimeException {

    private final transient SecretReference reference;
    private final String reason;

    /** @param reason in words of our own: texts of parsers and other libraries may quote what they read */
    public SecretUnavailableException(SecretReference reference, String reason) {
        super("secret " + reference + ": " + reason, null, false, false);
        this.reference = reference;
        this.reason = reason;
    }

    public SecretReference reference() {
        return reference;
    }

    /** Returns why, without the reference. */
    public String reason() {
        return reason;
    }
}
