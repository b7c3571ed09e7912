package dev.byok.caller;

/** A credential was presented that identifies nobody who may call. Stackless; holds nothing of the credential. */
public final class UnknownCallerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason what is wrong with it, for the caller to read
     */
    public UnknownCallerException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
