package dev.byok.dialect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the next byte of interest, eight bytes at a time. */
final class ByteScan {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private ByteScan() {}

    /** Returns the index of the first CR or LF in {@code [from, to)}, or {@code to}. */
    static int lineEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long hits = matches(word, '\n') | matches(word, '\r');
            if (hits != 0) {
                return i + firstByte(hits);
            }
        }
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    /**
     * Returns the index of the first byte in {@code [from, to)} that ends the plain run of a JSON string: a quote, a
     * backslash, a control character or a byte outside ASCII; or {@code to}.
     */
    static int plainEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long control = (word - ONES * ' ') & ~word & HIGH_BITS;
            long hits = matches(word, '"') | matches(word, '\\') | control | (word & HIGH_BITS);
            if (hits != 0) {
                return i + firstByte(hits);
            }
        }
        while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Returns the first eight bytes of {@code [from, to)}, or all where there are fewer, in a form to compare them by. */
    static long beginning(byte[] bytes, int from, int to) {
        int count = Math.min(to - from, Long.BYTES);
        if (from + Long.BYTES <= bytes.length) {
            long word = (long) WORDS.get(bytes, from);
            return count == Long.BYTES ? word : word & ~(-1L << (Byte.SIZE * count));
        }
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[from + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return word;
    }

    /** The lowest bit set is exact; a borrow can only disturb bytes above a true match. */
    private static long matches(long word, char c) {
        long x = word ^ (ONES * c);
        return (x - ONES) & ~x & HIGH_BITS;
    }

    private static int firstByte(long hits) {
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }
}
