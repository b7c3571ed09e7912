package dev.byok.secret;

import org.jspecify.annotations.Nullable;

/**
 * Where a secret is kept, never its value: {@code scheme:location#field}.
 *
 * @param scheme which {@link SecretResolver} reads it, as in {@code file}
 * @param location normalised: no {@code .}, {@code ..} or empty segments
 * @param field the part of a structured secret; null for the whole
 */
public record SecretReference(
        String scheme, String location, @Nullable String field) {

    /** Returns the reference without its field: what grants are matched against. */
    public String withoutField() {
        return scheme + ":" + location;
    }

    @Override
    public String toString() {
        return field == null ? withoutField() : withoutField() + "#" + field;
    }
}
