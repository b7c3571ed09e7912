package dev.byok.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over parts whose limits are part of it: no two lists of parts run into one. */
public final class Hashes {

    private Hashes() {}

    /**
     * Returns a key as its caller alone can name it.
     *
     * @param key as the caller sent it
     */
    public static IdempotencyKey key(String workspace, String caller, String key) {
        return new IdempotencyKey(hash(List.of(workspace, caller, key), new ByteBuffer[0]));
    }

    /**
     * Returns what tells requests apart.
     *
     * @param about what else than the body may change the answer, in a fixed order
     * @param body read from the position of each buffer to its limit
     */
    public static Fingerprint fingerprint(List<String> about, ByteBuffer... body) {
        return new Fingerprint(hash(about, body));
    }

    private static String hash(List<String> parts, ByteBuffer[] rest) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        for (ByteBuffer bytes : rest) {
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
