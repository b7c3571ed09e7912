package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.dialect.OpenAiErrors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that no upstream gave.
 *
 * @param body JSON
 * @param error the error it tells; null where it is none
 * @param retryAfter when trying again makes sense; null if nobody knows
 * @param retryPointless whether SDKs should be kept from trying again by themselves
 * @param closeConnection whether the request's body was not read to its end
 */
record LocalAnswer(
        int status,
        byte[] body,
        @Nullable ApiError error,
        @Nullable Duration retryAfter,
        boolean retryPointless,
        boolean closeConnection) {

    /** The code of a fault of our own. */
    static final String INTERNAL_ERROR = "internal_error";

    /** Returns a delay as people are told it: in whole seconds, and never too few. */
    static long seconds(Duration delay) {
        return Math.max(1, (delay.toMillis() + 999) / 1000);
    }

    static LocalAnswer of(ApiError error) {
        return new LocalAnswer(error.status(), OpenAiErrors.errorBody(error), error, null, true, false);
    }

    static LocalAnswer json(byte[] body) {
        return new LocalAnswer(200, body, null, null, false, false);
    }

    /**
     * Returns the same in the shape that a caller's client reads.
     *
     * @param id the request's
     */
    LocalAnswer in(ErrorShape shape, String id) {
        return error == null || shape == ErrorShape.OPENAI
                ? this
                : new LocalAnswer(status, shape.body(error, id), error, retryAfter, retryPointless, closeConnection);
    }

    /** Returns whether it tells of a fault of our own, after which nobody knows how far the request had come. */
    boolean isOurFault() {
        return error != null && error.code().equals(INTERNAL_ERROR);
    }

    LocalAnswer retryAfter(Duration delay) {
        return new LocalAnswer(status, body, error, delay, false, closeConnection);
    }

    LocalAnswer retryAllowed() {
        return new LocalAnswer(status, body, error, retryAfter, false, closeConnection);
    }

    LocalAnswer closingConnection() {
        return new LocalAnswer(status, body, error, retryAfter, retryPointless, true);
    }
}
