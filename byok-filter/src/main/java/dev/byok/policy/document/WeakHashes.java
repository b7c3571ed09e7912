package dev.byok.policy.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SHA-256 hashes that anybody can find the text of, and texts that only look like a hash. */
final class WeakHashes {

    private static final String WORDS = """
            test testing tester password passw0rd pass pwd secret changeme change-me changeit admin administrator root
            user default demo example sample dummy token key apikey api-key api_key gateway gatewaykey gateway-key byok
            byok_ agent bot app 0 1 123 1234 12345 123456 1234567 12345678 123456789 1234567890 111111 000000 abc abc123
            foo bar baz foobar hello world letmein welcome qwerty asdf monkey dragon iloveyou none null undefined nil
            true false x xx xxx xxxx todo tbd fixme placeholder your-key your-api-key insert-key-here dev prod staging
            openai anthropic sk-
            """;

    private static final Set<String> OF_WELL_KNOWN_WORDS = Stream.concat(
                    Stream.of("", " "), Stream.of(WORDS.strip().split("\\s+")).flatMap(WeakHashes::spellings))
            .flatMap(word -> Stream.of(word, word + "\n"))
            .map(WeakHashes::hashOf)
            .collect(Collectors.toUnmodifiableSet());

    private WeakHashes() {}

    /** Returns whether it is the hash of nothing, or of a word that people put in for a trial. */
    static boolean isOfWellKnownWord(String hash) {
        return OF_WELL_KNOWN_WORDS.contains(hash);
    }

    /** Returns whether its 64 digits repeat themselves, as no hash does: 000…, 0123…f0123…, deadbeefdeadbeef…. */
    static boolean isMadeUp(String hash) {
        for (int period = 1; period <= hash.length() / 2; period++) {
            if (hash.startsWith(hash.substring(period))) {
                return true;
            }
        }
        return false;
    }

    static String hashOf(String word) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Stream<String> spellings(String word) {
        String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        return Stream.of(word, capital, word.toUpperCase(Locale.ROOT))
                .flatMap(each -> Stream.of(each, each + "1", each + "123", each + "!", "byok_" + each, "sk-" + each))
                .distinct();
    }
}
