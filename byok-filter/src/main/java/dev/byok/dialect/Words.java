package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Some words of ASCII, as are the names of an object's members: is a text one of them? Immutable. */
public final class Words {

    /** By their length: few words have the same. */
    private final OfLength[] byLength;

    /** Words of one length, and of each its first bytes. */
    private record OfLength(byte[][] words, long[] beginnings) {

        static OfLength of(int length, String... all) {
            byte[][] words = Arrays.stream(all)
                    .filter(word -> word.length() == length)
                    .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
            long[] beginnings = Arrays.stream(words)
                    .mapToLong(word -> ByteScan.beginning(word, 0, length))
                    .toArray();
            return new OfLength(words, beginnings);
        }

        boolean contains(byte[] bytes, int from, int to) {
            long beginning = ByteScan.beginning(bytes, from, to);
            for (int i = 0; i < beginnings.length; i++) {
                if (beginnings[i] == beginning
                        && (to - from <= Long.BYTES || Arrays.equals(bytes, from, to, words[i], 0, words[i].length))) {
                    return true;
                }
            }
            return false;
        }
    }

    private Words(OfLength[] byLength) {
        this.byLength = byLength;
    }

    public static Words of(String... words) {
        int longest = Arrays.stream(words).mapToInt(String::length).max().orElse(0);
        OfLength[] byLength = new OfLength[longest + 1];
        Arrays.setAll(byLength, length -> OfLength.of(length, words));
        return new Words(byLength);
    }

    /** Returns whether bytes are one of these. */
    boolean contains(byte[] bytes, int from, int to) {
        return to - from < byLength.length && byLength[to - from].contains(bytes, from, to);
    }
}
