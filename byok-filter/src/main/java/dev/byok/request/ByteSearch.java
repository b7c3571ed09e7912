package dev.byok.request;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks for a word in bytes of any memory, leaping over most of them (Horspool). Immutable; may be used by any thread. */
final class ByteSearch {

    private static final int WINDOW = 4096;
    private static final ThreadLocal<byte[]> WINDOWS = ThreadLocal.withInitial(() -> new byte[WINDOW]);

    private final byte[] word;
    private final int[] leaps = new int[256];

    ByteSearch(String ascii) {
        this.word = ascii.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(leaps, word.length);
        for (int i = 0; i < word.length - 1; i++) {
            leaps[word[i]] = word.length - 1 - i;
        }
    }

    /** Returns whether the word stands in these bytes. */
    boolean isIn(ByteBuf bytes, int from, int to) {
        byte[] window = WINDOWS.get();
        int at = from;
        while (to - at >= word.length) {
            int length = Math.min(WINDOW, to - at);
            bytes.getBytes(at, window, 0, length);
            if (isIn(window, length)) {
                return true;
            }
            at += length == to - at ? length : length - word.length + 1;
        }
        return false;
    }

    private boolean isIn(byte[] window, int length) {
        int last = word.length - 1;
        int at = last;
        while (at < length) {
            byte found = window[at];
            if (found == word[last] && Arrays.equals(window, at - last, at + 1, word, 0, word.length)) {
                return true;
            }
            at += leaps[found & 0xFF];
        }
        return false;
    }
}
