package dev.byok.policy.document;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the SHA-256 of a gateway key. What stands there instead may be the key itself, so it is never shown. */
final class KeyHashes {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private KeyHashes() {}

    static byte @Nullable [] read(Value value, Unique hashes) {
        String text = value.delicateText();
        if (text == null) {
            return null;
        }
        if (!HASH.matcher(text).matches()) {
            value.silentProblem("expected the SHA-256 of a gateway key, 64 hex digits in lower case");
            return null;
        }
        if (WeakHashes.isOfWellKnownWord(text)) {
            value.silentProblem("is the hash of a well-known word: make a new gateway key");
            return null;
        }
        if (WeakHashes.isMadeUp(text)) {
            value.silentProblem("repeats itself, which no hash does: make a gateway key with byok keygen");
            return null;
        }
        return hashes.claim(text, value) ? HexFormat.of().parseHex(text) : null;
    }
}
