package dev.byok.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * The form of gateway keys: {@code byok_}, 43 characters of base64url (256 random bits), and a checksum of 6 base-62
 * digits, the CRC-32 of all before it. A scanner can tell a leaked key from a lookalike, and a malformed one is refused
 * without hashing. The checksum protects nothing.
 */
public final class GatewayKeyFormat {

    public static final String PREFIX = "byok_";

    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int CHECKSUM_START = PREFIX.length() + RANDOM_LENGTH;
    private static final int LENGTH = CHECKSUM_START + CHECKSUM_LENGTH;
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final boolean[] BASE64URL = base64Url();
    private static final MessageDigest SHA_256 = newDigest();

    private GatewayKeyFormat() {}

    /** Returns whether the text has the form of a gateway key; says nothing about whether there is such a key. */
    public static boolean isWellFormed(String token) {
        if (token.length() != LENGTH || !token.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < CHECKSUM_START; i++) {
            char c = token.charAt(i);
            if (c >= BASE64URL.length || !BASE64URL[c]) {
                return false;
            }
        }
        return token.startsWith(checksum(token), CHECKSUM_START);
    }

    /** Returns a new gateway key. The caller shows it once and keeps only its hash. */
    public static String generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String start = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return start + checksum(start);
    }

    /** Returns what the policy stores of a token: 32 bytes. */
    public static byte[] sha256(String token) {
        try {
            // A copy costs less than looking the algorithm up again.
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            return digest.digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform's own SHA-256 can be copied", e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean[] base64Url() {
        boolean[] allowed = new boolean[128];
        for (char c : (BASE62 + "-_").toCharArray()) {
            allowed[c] = true;
        }
        return allowed;
    }

    /** Returns the checksum that belongs behind the first characters of a token. */
    private static String checksum(String token) {
        CRC32 crc = new CRC32();
        crc.update(token.getBytes(StandardCharsets.US_ASCII), 0, CHECKSUM_START);
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return new String(digits);
    }
}
