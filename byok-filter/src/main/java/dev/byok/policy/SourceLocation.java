package dev.byok.policy;

/**
 * Where in the policy something was written.
 *
 * @param file path below the policy's root, as in {@code workspaces/acme.yml}
 * @param line line number, from 1
 */
public record SourceLocation(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
