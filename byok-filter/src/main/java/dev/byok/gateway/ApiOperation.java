package dev.byok.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** An operation of our API, recognised by the end of the path as it stands after the host's own rewriting. */
enum ApiOperation {
    CHAT_COMPLETIONS("/chat/completions", HttpMethod.POST, true),
    COMPLETIONS("/completions", HttpMethod.POST, true),
    EMBEDDINGS("/embeddings", HttpMethod.POST, false),
    MODELS("/models", HttpMethod.GET, false);

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // it is, without saying so
    private final HttpMethod method;

    private final boolean streams;

    ApiOperation(String path, HttpMethod method, boolean streams) {
        this.path = path;
        this.method = method;
        this.streams = streams;
    }

    /** Returns the operation a path ends with, under any prefix, or null. */
    static @Nullable ApiOperation of(String path) {
        for (ApiOperation operation : values()) {
            if (path.endsWith(operation.path)) {
                return operation;
            }
        }
        return null;
    }

    /** Returns the path below a provider's base URL. */
    String path() {
        return path;
    }

    HttpMethod method() {
        return method;
    }

    /**
     * Returns whether another model may give the answer as well. One that embeds has a space of its own: its vectors among
     * another's would be wrong without anybody being told.
     */
    boolean allowsSubstitutes() {
        return this != EMBEDDINGS;
    }

    /** Returns whether a body's {@code stream} means anything here. */
    boolean streams() {
        return streams;
    }
}
