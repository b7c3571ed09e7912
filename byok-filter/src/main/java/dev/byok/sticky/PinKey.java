package dev.byok.sticky;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Whose conversation with which model: a hash, of which nothing can be told. Nothing crosses workspaces or callers.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record PinKey(long high, long low) {

    /**
     * Returns the key of one conversation.
     *
     * @param conversation what the request calls it
     */
    public static PinKey of(String workspace, String caller, String model, String conversation) {
        MessageDigest digest = sha256();
        for (String part : new String[] {workspace, caller, model, conversation}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new PinKey(hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
