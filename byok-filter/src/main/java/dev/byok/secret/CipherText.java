package dev.byok.secret;

import java.util.HexFormat;

/**
 * An encrypted value as a reference holds it: {@code cipher:owner/ciphertext}, the latter in small hexadecimal digits.
 * Base64 would be shorter, but may by chance look like a credential of a known format, which a policy is refused for.
 *
 * @param owner the workspace that may use it, or {@link #SHARED_CAPACITY}; part of what the ciphertext is authenticated by
 * @param bytes the ciphertext
 */
public record CipherText(String owner, byte[] bytes) {

    public static final String SCHEME = "cipher";

    /** Stands in place of a workspace's name where the value is one of the operator's own; no workspace can be called so. */
    public static final String SHARED_CAPACITY = "_shared-capacity";

    /** @throws IllegalArgumentException if no reference could hold the owner's name */
    public CipherText {
        if (owner.isBlank() || owner.indexOf('/') >= 0) {
            throw new IllegalArgumentException("expected the name of a workspace");
        }
    }

    /**
     * Returns what a reference of this scheme holds.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static CipherText of(SecretReference reference) {
        String location = reference.location();
        int slash = location.indexOf('/');
        if (!reference.scheme().equals(SCHEME) || slash < 1) {
            throw new IllegalArgumentException("not an encrypted value");
        }
        return new CipherText(location.substring(0, slash), HexFormat.of().parseHex(location.substring(slash + 1)));
    }

    /** Returns whether the reference is no encrypted value, or one for this owner. */
    public static boolean isFor(String owner, SecretReference reference) {
        return !reference.scheme().equals(SCHEME) || reference.location().startsWith(owner + "/");
    }

    /** Returns the reference to be written into a policy. */
    public SecretReference reference() {
        return new SecretReference(SCHEME, owner + "/" + HexFormat.of().formatHex(bytes), null);
    }
}
