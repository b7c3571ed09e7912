package dev.byok.request;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the smallest parts of the JSON text in a buffer: white space, strings, numbers, literals. Takes the bytes in blocks
 * of 4 kB into an array of its thread: an array's are several times cheaper to look at than a buffer's, and a body of any
 * size costs no memory. Inside strings, which are nearly all of a prompt, eight bytes are looked at together.
 *
 * <p>Two readers at a time on one thread would share that array: use one to its end, then the next.
 */
abstract sealed class JsonReader permits JsonCursor {

    /** The longest text that is kept, in UTF-16 units. */
    static final int MAX_TEXT = 1024;

    private static final int BLOCK = 4096;
    private static final int END = -1;
    private static final FastThreadLocal<Scratch> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected Scratch initialValue() {
            return new Scratch();
        }
    };

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final boolean[] SHORT_ESCAPES = new boolean[128];

    static {
        for (char escaped : "\"\\/bfnrt".toCharArray()) {
            SHORT_ESCAPES[escaped] = true;
        }
    }

    private static final int[] SMALLEST_POINT = {0, 0x80, 0x800, 0x10000};

    private final ByteBuf body;
    private final int start;
    private final int length;
    private final byte[] block;
    private int blockStart;
    private int limit;
    private int pos;

    private final char[] text;
    private int textLength;
    private int integer;

    private static final class Scratch {
        final byte[] block = new byte[BLOCK];
        final char[] text = new char[MAX_TEXT];
    }

    JsonReader(ByteBuf body) {
        Scratch scratch = SCRATCH.get();
        this.body = body;
        this.start = body.readerIndex();
        this.length = body.readableBytes();
        this.block = scratch.block;
        this.text = scratch.text;
    }

    /** Returns the offset of the next unread byte from the first of the body. */
    final int offset() {
        return blockStart + pos;
    }

    final int length() {
        return length;
    }

    /** Skips white space and returns the next byte, unread; {@value #END} at the end. */
    final int peek() {
        for (; ; ) {
            int next = current();
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next;
            }
            pos++;
        }
    }

    /** Returns whether the text just read is longer than what is kept of a text. */
    final boolean textIsTooLong() {
        return textLength > MAX_TEXT;
    }

    /** Returns how many UTF-16 units the text just read has; more than {@value #MAX_TEXT} stand for any number above. */
    final int textLength() {
        return textLength;
    }

    /** Returns the text just read, which must not be too long. */
    final String text() {
        return new String(text, 0, textLength);
    }

    /** Returns whether the text just read begins with this. */
    final boolean textStartsWith(String beginning) {
        if (beginning.length() > textLength) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (text[i] != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    final boolean textIs(String other) {
        if (other.length() != textLength) {
            return false;
        }
        for (int i = 0; i < textLength; i++) {
            if (text[i] != other.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number just read if it was an integer, at most {@link Integer#MAX_VALUE} either way; else 0. */
    final int integer() {
        return integer;
    }

    /** Returns what is written from here to the next unread byte, which must be ASCII. */
    final String ascii(int from) {
        return body.toString(start + from, offset() - from, StandardCharsets.US_ASCII);
    }

    /** Takes the byte that {@link #peek()} announced. */
    final void advance() {
        pos++;
    }

    /** Takes this byte, after white space. */
    final void expect(char expected, String otherwise) {
        if (peek() != expected) {
            throw malformed(otherwise);
        }
        pos++;
    }

    /** Takes exactly these bytes. */
    final void literal(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (current() != literal.charAt(i)) {
                throw malformed("expected '" + literal + "'");
            }
            pos++;
        }
    }

    /** Reads the number that {@link #peek()} announced. */
    final void number() {
        boolean negative = current() == '-';
        if (negative) {
            pos++;
        }
        if (current() == '0') {
            pos++;
            integer = 0;
        } else {
            digits();
        }
        if (negative) {
            integer = -integer;
        }
        if (current() == '.') {
            pos++;
            digits();
            integer = 0;
        }
        if ((current() | 0x20) == 'e') {
            pos++;
            if (current() == '+' || current() == '-') {
                pos++;
            }
            digits();
            integer = 0;
        }
    }

    private void digits() {
        int digit = current() - '0';
        if (digit < 0 || digit > 9) {
            throw malformed("expected a digit");
        }
        long value = 0;
        for (; digit >= 0 && digit <= 9; digit = current() - '0') {
            value = Math.min(value * 10 + digit, Integer.MAX_VALUE);
            pos++;
        }
        integer = (int) value;
    }

    /**
     * Reads the string whose opening quote {@link #peek()} announced.
     *
     * @param keep whether its {@link #text()} is wanted
     */
    final void string(boolean keep) {
        pos++;
        textLength = 0;
        for (; ; ) {
            int from = pos;
            if (keep) {
                pos = endOfPlainRun();
                keep(from, pos);
            } else {
                pos = endOfCheckedRun();
            }
            int next = current();
            if (next == '"') {
                pos++;
                return;
            }
            if (next == '\\') {
                pos++;
                escape(keep);
            } else if (next >= 0x80) {
                character(keep);
            } else if (next == END) {
                throw malformed("the string does not end");
            } else if (next < ' ') {
                throw malformed("control character in a string");
            }
        }
    }

    /**
     * Returns the first position from the current one that holds a quote, a backslash, a control character or a byte beyond
     * ASCII, or the end of the block.
     */
    private int endOfPlainRun() {
        byte[] bytes = block;
        int end = limit;
        int at = pos;
        // Two words at a time while both are plain: half the turns of the loop.
        while (at <= end - 2 * Long.BYTES
                && (special((long) WORDS.get(bytes, at)) | special((long) WORDS.get(bytes, at + Long.BYTES))) == 0) {
            at += 2 * Long.BYTES;
        }
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long special = special((long) WORDS.get(bytes, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /**
     * Marks the first byte of eight that is none of a plain run by its highest bit. A subtraction may borrow from the byte
     * above, so only the lowest bit set is sure: it is all we need.
     */
    private static long special(long word) {
        return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word) & HIGH_BITS;
    }

    /**
     * Returns the first position from the current one, within this block, that holds a quote or what has to be looked at more
     * closely: passes over plain bytes, escapes of two bytes, and characters of two or three that are surely well formed.
     */
    private int endOfCheckedRun() {
        byte[] bytes = block;
        int end = limit;
        int at = pos;
        while (at <= end - Long.BYTES) {
            long special = special((long) WORDS.get(bytes, at));
            if (special == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(special) >>> 3;
            int length = bytes[at] < 0 ? endOfWideRun(at) - at : lengthOfEscape(at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Returns 2 where an escape of two bytes begins, within this block; else 0. */
    private int lengthOfEscape(int at) {
        byte[] bytes = block;
        return bytes[at] == '\\' && at + 1 < limit && bytes[at + 1] >= 0 && SHORT_ESCAPES[bytes[at + 1]] ? 2 : 0;
    }

    /**
     * Returns the first position from this one, within this block, that does not begin a character of two or three bytes, or
     * such a character that has to be looked at more closely. Spaces between words are passed over.
     */
    private int endOfWideRun(int from) {
        byte[] bytes = block;
        int end = limit - 2;
        int at = from;
        while (at < end) {
            int lead = bytes[at];
            int next = bytes[at + 1];
            if (lead >= (byte) 0xC2 && lead <= (byte) 0xDF && next < (byte) 0xC0) {
                at += 2;
            } else if (isPlainThreeBytes(lead, next, bytes[at + 2])) {
                at += 3;
            } else if (lead == ' ' && next < 0) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    /** Tells three bytes that are surely a character; the leads E0 and ED, whose followers are restricted, are left out. */
    private static boolean isPlainThreeBytes(int lead, int second, int third) {
        return lead >= (byte) 0xE1
                && lead <= (byte) 0xEF
                && lead != (byte) 0xED
                && second < (byte) 0xC0
                && third < (byte) 0xC0;
    }

    private void escape(boolean keep) {
        int escaped = current();
        int unit =
                switch (escaped) {
                    case '"', '\\', '/' -> escaped;
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'u' -> 0;
                    default -> throw malformed("invalid escape");
                };
        pos++;
        for (int i = 0; escaped == 'u' && i < 4; i++) {
            int digit = Character.digit(current(), 16);
            if (digit < 0) {
                throw malformed("expected four hexadecimal digits");
            }
            unit = (unit << 4) | digit;
            pos++;
        }
        if (keep) {
            keep((char) unit);
        }
    }

    /** Reads one character beyond ASCII: shortest form, no surrogates, nothing above U+10FFFF (RFC 3629). */
    private void character(boolean keep) {
        int lead = current();
        if (lead < 0x80) {
            return;
        }
        int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        int point = lead & (0x3F >> more);
        boolean valid = lead >= 0xC2 && lead <= 0xF4;
        pos++;
        for (int i = 0; i < more && valid; i++) {
            int next = current();
            valid = (next & 0xC0) == 0x80;
            point = (point << 6) | (next & 0x3F);
            pos += valid ? 1 : 0;
        }
        if (!valid || point < SMALLEST_POINT[more] || point >> 11 == 0xD800 >> 11 || point > 0x10FFFF) {
            throw malformed("invalid UTF-8");
        }
        if (!keep) {
            return;
        }
        if (more == 3) {
            keep(Character.highSurrogate(point));
            keep(Character.lowSurrogate(point));
        } else {
            keep((char) point);
        }
    }

    private void keep(int from, int to) {
        for (int i = from; i < to; i++) {
            keep((char) block[i]);
        }
    }

    private void keep(char unit) {
        if (textLength < MAX_TEXT) {
            text[textLength++] = unit;
        } else {
            textLength = MAX_TEXT + 1;
        }
    }

    /** Returns the next byte, unread and unsigned; {@value #END} at the end. */
    private int current() {
        return pos < limit || nextBlock() ? block[pos] & 0xFF : END;
    }

    private boolean nextBlock() {
        blockStart += limit;
        pos = 0;
        limit = Math.min(BLOCK, length - blockStart);
        body.getBytes(start + blockStart, block, 0, limit);
        return limit > 0;
    }

    final InvalidBodyException malformed(String why) {
        return new InvalidBodyException("malformed JSON at byte " + offset() + ": " + why);
    }
}
