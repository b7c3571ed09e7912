package dev.byok.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a provider said out of an error body of any shape: an object or a one-element array; the error as object,
 * as string, or as top-level {@code message}, {@code Message} or {@code detail}, one in the other too; numeric codes as text. Looks at 64 KiB
 * at most and never throws.
 */
public final class ProviderErrorReader {

    private ProviderErrorReader() {}

    /** Returns the readable part of the body; {@link ProviderError#NONE} where there is none. */
    public static ProviderError read(byte[] body) {
        return toError(ErrorFields.read(body));
    }

    static ProviderError toError(ErrorFields fields) {
        ProviderError error = fields.hasErrorObject() ? nested(fields) : flat(fields);
        return error.equals(ProviderError.NONE) ? ProviderError.NONE : error;
    }

    private static ProviderError nested(ErrorFields fields) {
        return new ProviderError(
                fields.first("error.message", "response.error.message", "message"),
                fields.first("error.type", "response.error.type", "error.status"),
                fields.first("error.code", "response.error.code"),
                fields.get("error.param"));
    }

    private static ProviderError flat(ErrorFields fields) {
        return new ProviderError(
                fields.first("error", "message", "Message", "detail", "detail.msg", "message.detail.msg"),
                meaningful(fields.first("type", "__type")),
                fields.get("code"),
                fields.get("param"));
    }

    /** The envelope's own {@code "type": "error"} says nothing about the error. */
    private static @Nullable String meaningful(@Nullable String type) {
        return "error".equals(type) ? null : type;
    }
}
