package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where in the policy, on which route, or in which field of a request something was written.
 *
 * @param file path below the policy's root, as in {@code workspaces/acme.yml}; or a route, as in {@code route llm}; or a
 *     request's field, as in {@code request provider.only}
 * @param line line number, from 1; 0 for a route and a request
 */
public record SourceLocation(String file, int line) {

    private static final String REQUEST = "request ";

    /** Returns the place of what a route's filters say. */
    public static SourceLocation ofRoute(String id) {
        return new SourceLocation("route " + id, 0);
    }

    /** Returns the place of what a request's body says itself. */
    public static SourceLocation ofRequest(String field) {
        return new SourceLocation(REQUEST + field, 0);
    }

    /** Returns the field of a request's body that this is; null where it is something else. */
    public @Nullable String requestField() {
        return line == 0 && file.startsWith(REQUEST) ? file.substring(REQUEST.length()) : null;
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
