package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Some words of ASCII, as are the names of an object's members: is a text one of them? Immutable. */
public final class Words {

    private static final byte[][] NONE = {};

    /** By their length: few words have the same. */
    private final byte[][][] byLength;

    private Words(byte[][][] byLength) {
        this.byLength = byLength;
    }

    public static Words of(String... words) {
        int longest = Arrays.stream(words).mapToInt(String::length).max().orElse(0);
        byte[][][] byLength = new byte[longest + 1][][];
        for (int length = 0; length <= longest; length++) {
            int count = length;
            byLength[length] = Arrays.stream(words)
                    .filter(word -> word.length() == count)
                    .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
        }
        return new Words(byLength);
    }

    /** Returns whether bytes are one of these. */
    boolean contains(byte[] bytes, int from, int to) {
        for (byte[] word : to - from < byLength.length ? byLength[to - from] : NONE) {
            if (Arrays.equals(bytes, from, to, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }
}
