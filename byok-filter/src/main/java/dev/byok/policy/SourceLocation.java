package dev.byok.policy;

/**
 * Where in the policy, or on which route, something was written.
 *
 * @param file path below the policy's root, as in {@code workspaces/acme.yml}; or a route, as in {@code route llm}
 * @param line line number, from 1; 0 for a route
 */
public record SourceLocation(String file, int line) {

    /** Returns the place of what a route's filters say. */
    public static SourceLocation ofRoute(String id) {
        return new SourceLocation("route " + id, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
