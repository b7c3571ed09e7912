package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Some words of ASCII, as are the names of an object's members: is a text one of them? Immutable. */
public final class Words {

    /** Of a text that is none of them. */
    static final int NONE = -1;

    private final List<String> words;

    /** By their length: few words have the same. */
    private final OfLength[] byLength;

    /** Words of one length, of each its first bytes, and which of all words it is. */
    private record OfLength(byte[][] words, long[] beginnings, int[] places) {

        static OfLength of(int length, List<String> all) {
            List<String> some =
                    all.stream().filter(word -> word.length() == length).toList();
            byte[][] words = some.stream()
                    .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
            long[] beginnings = Arrays.stream(words)
                    .mapToLong(word -> ByteScan.beginning(word, 0, length))
                    .toArray();
            return new OfLength(
                    words, beginnings, some.stream().mapToInt(all::indexOf).toArray());
        }

        int find(byte[] bytes, int from, int to) {
            long beginning = ByteScan.beginning(bytes, from, to);
            for (int i = 0; i < beginnings.length; i++) {
                if (beginnings[i] == beginning
                        && (to - from <= Long.BYTES || Arrays.equals(bytes, from, to, words[i], 0, words[i].length))) {
                    return places[i];
                }
            }
            return NONE;
        }
    }

    private Words(List<String> words, OfLength[] byLength) {
        this.words = words;
        this.byLength = byLength;
    }

    public static Words of(String... words) {
        List<String> all = List.of(words);
        int longest = all.stream().mapToInt(String::length).max().orElse(0);
        OfLength[] byLength = new OfLength[longest + 1];
        Arrays.setAll(byLength, length -> OfLength.of(length, all));
        return new Words(all, byLength);
    }

    int size() {
        return words.size();
    }

    /** Returns the place of a word, which must be one of them. */
    public int place(String word) {
        int place = words.indexOf(word);
        if (place == NONE) {
            throw new IllegalArgumentException("no such word: " + word);
        }
        return place;
    }

    /** Returns some of them, each a bit by its place, of which there are 64. */
    public long some(String... words) {
        long some = 0;
        for (String word : words) {
            some |= 1L << place(word);
        }
        return some;
    }

    /** Returns the place of the word that bytes are; {@link #NONE} where they are something else. */
    int find(byte[] bytes, int from, int to) {
        return to - from < byLength.length ? byLength[to - from].find(bytes, from, to) : NONE;
    }
}
