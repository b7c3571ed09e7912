package dev.byok.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A credential's value that cannot print itself: no getter, no serialisation, a {@code toString} without it. Only the
 * header it is sent in spells it out, on demand. Immutable.
 */
public final class Secret {

    static final String REDACTED = "[redacted]";

    private static final String HMAC = "HmacSHA256";

    private final byte[] value;

    private Secret(byte[] value) {
        this.value = value;
    }

    /**
     * Makes a secret of printable ASCII; one trailing line end, which files tend to have, is left out.
     *
     * @throws IllegalArgumentException if it is empty or would break a header line; the message does not contain it
     */
    public static Secret of(byte[] value) {
        byte[] trimmed = Arrays.copyOf(value, lengthWithoutLineEnd(value));
        if (trimmed.length == 0) {
            throw new IllegalArgumentException("the secret is empty");
        }
        for (byte b : trimmed) {
            if (b < 0x20 || b > 0x7e) {
                throw new IllegalArgumentException(
                        "the secret holds a line break, a control character or a character outside ASCII");
            }
        }
        return new Secret(trimmed);
    }

    /** As {@link #of(byte[])}. */
    public static Secret of(String value) {
        return of(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the value of an {@code Authorization} header; made anew each time, to be handed on and forgotten. */
    public String authorization() {
        return "Bearer " + text();
    }

    /** Returns the value of an {@code Authorization} header that gives this as the user's password; as above. */
    public String basicAuthorization(String user) {
        byte[] pair = (user + ":" + text()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Returns the value of a header that holds nothing else; made anew each time, to be handed on and forgotten. */
    public String apiKey() {
        return text();
    }

    /**
     * Returns what is the same for equal values and tells nothing of them: HMAC-SHA-256.
     *
     * @param key random, and known to nobody who sees the result
     */
    public byte[] fingerprint(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is part of every Java", e);
        }
    }

    /** Returns whether the text contains the value, or a part of one that has parts. */
    public boolean occursIn(String text) {
        for (byte[] part : SecretParts.of(value)) {
            if (text.contains(new String(part, StandardCharsets.US_ASCII))) {
                return true;
            }
        }
        return text.length() >= value.length && text.contains(text());
    }

    /**
     * Returns the text with every occurrence of the value replaced, also in hex or as in a URL, and all base64 that holds it,
     * with what else that says; of a value that has parts, each of these.
     */
    public String redact(String text) {
        String redacted = redact(text, value);
        for (byte[] part : SecretParts.of(value)) {
            redacted = redact(redacted, part);
        }
        return redacted;
    }

    private static String redact(String text, byte[] value) {
        String redacted = text;
        for (String written : WrittenForms.whole(value)) {
            redacted = redacted.replace(written, REDACTED);
        }
        for (String part : WrittenForms.base64(value)) {
            redacted = Base64Run.replaceAround(part, redacted, REDACTED);
        }
        return redacted;
    }

    /** Compares in a time that does not depend on where two values differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(value, secret.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }

    private String text() {
        return new String(value, StandardCharsets.US_ASCII);
    }

    private static int lengthWithoutLineEnd(byte[] value) {
        int length = value.length;
        if (length > 0 && value[length - 1] == '\n') {
            length--;
            if (length > 0 && value[length - 1] == '\r') {
                length--;
            }
        }
        return length;
    }
}
