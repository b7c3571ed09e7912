package dev.byok.policy.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the SHA-256 of a gateway key. What stands there instead may be the key itself, so it is never shown. */
final class KeyHashes {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final Set<String> OF_WELL_KNOWN_WORDS = Stream.of(
                    "",
                    "\n",
                    "test",
                    "test123",
                    "testing",
                    "password",
                    "password1",
                    "passw0rd",
                    "secret",
                    "changeme",
                    "change-me",
                    "changeit",
                    "admin",
                    "root",
                    "default",
                    "demo",
                    "example",
                    "sample",
                    "dummy",
                    "token",
                    "key",
                    "apikey",
                    "api-key",
                    "api_key",
                    "byok",
                    "byok_",
                    "123",
                    "1234",
                    "12345",
                    "123456",
                    "12345678",
                    "foo",
                    "bar",
                    "foobar",
                    "hello",
                    "letmein",
                    "qwerty",
                    "none",
                    "null",
                    "undefined",
                    "xxx",
                    "todo")
            .map(KeyHashes::hashOf)
            .collect(Collectors.toUnmodifiableSet());

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
        if (OF_WELL_KNOWN_WORDS.contains(text)) {
            value.silentProblem("is the hash of a well-known word: make a new gateway key");
            return null;
        }
        return hashes.claim(text, value) ? HexFormat.of().parseHex(text) : null;
    }

    static String hashOf(String word) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
