package dev.byok.request;

/** A body that is not read, or not to its end. Has no stack trace. */
public final class BodyRefusedException extends RuntimeException {

    private final Reason reason;

    /** Why a body is refused; each has one status and one stable code. */
    enum Reason {
        EMPTY(400, "empty_body"),
        TOO_SLOW(408, "body_timeout"),
        TOO_LARGE(413, "body_too_large"),
        NOT_JSON(415, "unsupported_media_type"),
        ENCODED(415, "unsupported_content_encoding"),
        BUSY(503, "gateway_busy");

        private final int status;
        private final String code;

        Reason(int status, String code) {
            this.status = status;
            this.code = code;
        }
    }

    BodyRefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Returns the HTTP status of the answer: 400, 408, 413, 415 or 503. */
    public int status() {
        return reason.status;
    }

    /** Returns whether the same request may be taken a moment later. */
    public boolean temporary() {
        return reason == Reason.BUSY;
    }

    /** Returns whether no byte came, as far as it was read. */
    public boolean empty() {
        return reason == Reason.EMPTY;
    }

    /** Returns the stable code of the answer, as in {@code body_too_large}. */
    public String code() {
        return reason.code;
    }
}
