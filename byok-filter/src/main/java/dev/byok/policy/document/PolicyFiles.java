package dev.byok.policy.document;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of one version of the policy.
 *
 * @param version commit or content hash
 * @param contents text by path below the policy's root, as in {@code workspaces/acme.yml}
 */
public record PolicyFiles(String version, Map<String, String> contents) {

    private static final int VERSION_LENGTH = 12;

    public PolicyFiles {
        contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    }

    /** Returns the files under a version made of their paths and contents: the first 12 hex digits of a SHA-256. */
    public static PolicyFiles hashed(Map<String, String> contents) {
        SortedMap<String, String> sorted = new TreeMap<>(contents);
        MessageDigest digest = sha256();
        sorted.forEach((path, text) -> {
            update(digest, path);
            update(digest, text);
        });
        return new PolicyFiles(HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH), sorted);
    }

    /** Returns the files of a commit; their version is its first 12 hex digits. */
    public static PolicyFiles committed(String commit, Map<String, String> contents) {
        return new PolicyFiles(versionOf(commit), contents);
    }

    /** Returns how a commit is called here: by its first 12 hex digits. */
    public static String versionOf(String commit) {
        return commit.substring(0, VERSION_LENGTH);
    }

    /** Names the version and the paths only: a text that was refused may hold a secret. */
    @Override
    public String toString() {
        return "PolicyFiles[version=" + version + ", paths=" + contents.keySet() + "]";
    }

    // The length keeps ("ab", "c") and ("a", "bc") apart.
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
