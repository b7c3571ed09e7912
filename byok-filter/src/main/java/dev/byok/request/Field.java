package dev.byok.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The top-level fields that decide about routing, or that only a router understands. */
enum Field {
    MODEL,
    MODELS(true),
    STREAM,
    STREAM_OPTIONS,
    PROVIDER(true),
    ROUTE(true),
    SESSION_ID(true),
    PROMPT_CACHE_KEY,
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS,
    TOOLS,
    FUNCTIONS,
    RESPONSE_FORMAT,
    REASONING,
    REASONING_EFFORT,
    THINKING,
    USAGE(true),
    TRANSFORMS(true),
    PLUGINS(true),
    PRESET(true),
    DEBUG(true),
    TRACE(true);

    private static final Field[][] BY_LENGTH = byLength();

    private final String text = name().toLowerCase(Locale.ROOT);
    private final boolean routerOnly;

    Field() {
        this(false);
    }

    Field(boolean routerOnly) {
        this.routerOnly = routerOnly;
    }

    private static Field[][] byLength() {
        List<List<Field>> fields = new ArrayList<>();
        for (Field field : values()) {
            while (fields.size() <= field.text.length()) {
                fields.add(new ArrayList<>());
            }
            fields.get(field.text.length()).add(field);
        }
        return fields.stream().map(each -> each.toArray(Field[]::new)).toArray(Field[][]::new);
    }

    /** Returns the field of the name just read; null if it is none of these. */
    static @Nullable Field at(JsonCursor cursor) {
        int length = cursor.textLength();
        if (length >= BY_LENGTH.length) {
            return null;
        }
        for (Field field : BY_LENGTH[length]) {
            if (cursor.textIs(field.text)) {
                return field;
            }
        }
        return null;
    }

    /** Returns whether it is meant for the gateway, so that a provider must not see it. */
    boolean routerOnly() {
        return routerOnly;
    }

    /** Returns the name in quotes, for messages. */
    String quoted() {
        return "'" + text + "'";
    }
}
