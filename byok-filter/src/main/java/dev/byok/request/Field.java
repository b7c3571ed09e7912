package dev.byok.request;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The top-level fields that decide about routing. */
enum Field {
    MODEL,
    MODELS,
    STREAM,
    STREAM_OPTIONS,
    PROVIDER,
    ROUTE,
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS,
    REASONING,
    REASONING_EFFORT;

    private static final Field[] ALL = values();

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Returns the field of the name just read; null if it is none of these. */
    static @Nullable Field at(JsonCursor cursor) {
        for (Field field : ALL) {
            if (cursor.textIs(field.text)) {
                return field;
            }
        }
        return null;
    }

    /** Returns the name in quotes, for messages. */
    String quoted() {
        return "'" + text + "'";
    }
}
