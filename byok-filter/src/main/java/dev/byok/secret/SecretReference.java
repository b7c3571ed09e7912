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

    private static final int SHOWN = 150;

    /** Returns the reference without its field: what grants are matched against. */
    public String withoutField() {
        return scheme + ":" + location;
    }

    /** Returns the reference as it is written, but of a ciphertext only its beginning, by which it can be found. */
    @Override
    public String toString() {
        if (scheme.equals(CipherText.SCHEME) && location.length() > SHOWN) {
            return scheme + ":" + location.substring(0, SHOWN) + "…";
        }
        return field == null ? withoutField() : withoutField() + "#" + field;
    }
}
