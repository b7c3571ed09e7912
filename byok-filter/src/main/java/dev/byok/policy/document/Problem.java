package dev.byok.policy.document;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a policy, safe to print: what looks like a credential is in none of its parts.
 *
 * @param file path below the policy's root
 * @param line from 1; 0 where the file as a whole is meant
 * @param path the field, as in {@code keys.openai.prioritized[0].name}; empty where the file or line as a whole is meant
 * @param value what stands there; null where there is nothing to show, or nothing that may be shown
 * @param expectation what is wrong, or what should stand there
 */
public record Problem(
        String file, int line, String path, @Nullable String value, String expectation) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!path.isEmpty()) {
            text.append(' ').append(path);
        }
        if (value != null) {
            text.append(" = ").append(value);
        }
        return text.append(": ").append(expectation).toString();
    }
}
