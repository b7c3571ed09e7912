package dev.byok.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A place in a JSON text in a byte array, and the steps over what has no inner structure, each of them checked. */
abstract class JsonCursor {

    private static final byte[] NOTHING = {};

    /** By the byte behind a backslash. */
    private static final boolean[] SHORT_ESCAPES = new boolean[128];

    static {
        for (char c : "\"\\/bfnrt".toCharArray()) {
            SHORT_ESCAPES[c] = true;
        }
    }

    private byte[] json = NOTHING;
    private int end;
    private int position;
    private int textFrom;
    private int textTo;
    private boolean escaped;

    /** Begins at the first byte that is no white space. */
    final void open(byte[] bytes, int from, int to) {
        json = bytes;
        position = from;
        end = to;
        peek();
    }

    /** Lets go of the array. */
    final void close() {
        json = NOTHING;
    }

    final int position() {
        return position;
    }

    /** Returns the byte that is read next; there is one after {@link #open} and {@link #peek}. */
    final byte first() {
        return json[position];
    }

    final void skip() {
        position++;
    }

    /** Returns the byte there, or 0 after the end. */
    final byte byteAt(int index) {
        return index < end ? json[index] : 0;
    }

    /** Passes white space, and returns whether nothing follows. */
    final boolean atEnd() {
        skipSpace();
        return position == end;
    }

    /** Passes white space, and returns the byte after it, which must be there. */
    final byte peek() {
        skipSpace();
        if (position >= end) {
            throw new MalformedJson();
        }
        return json[position];
    }

    /** Returns where the string read last begins, with its quote. */
    final int textPosition() {
        return textFrom - 1;
    }

    /** Returns whether the string read last has escapes. */
    final boolean textHasEscapes() {
        return escaped;
    }

    /** Returns what the string read last means as a key. */
    final ChunkKey key() {
        if (!escaped) {
            return ChunkKey.of(json, textFrom, textTo);
        }
        byte[] name = unescaped();
        return ChunkKey.of(name, 0, name.length);
    }

    /** Returns whether the string read last says so. */
    final boolean textIs(byte[] expected) {
        return escaped
                ? Arrays.equals(unescaped(), expected)
                : Arrays.equals(json, textFrom, textTo, expected, 0, expected.length);
    }

    /** Returns the string read last without its escapes, to compare with an ASCII word. */
    private byte[] unescaped() {
        ByteArrayOutputStream name = new ByteArrayOutputStream(textTo - textFrom);
        for (int i = textFrom; i < textTo; i++) {
            if (json[i] != '\\') {
                name.write(json[i]);
            } else if (json[++i] == 'u') {
                int c = Integer.parseInt(new String(json, i + 1, 4, StandardCharsets.US_ASCII), 16);
                name.write(c < 0x80 ? c : '?');
                i += 4;
            } else {
                name.write(json[i] == '/' ? '/' : '?');
            }
        }
        return name.toByteArray();
    }

    /** Passes a string, and returns whether there is anything in it. */
    final boolean string() {
        int i = position + 1;
        textFrom = i;
        escaped = false;
        while (true) {
            i = ByteScan.plainEnd(json, i, end);
            if (i == end) {
                throw new MalformedJson();
            }
            byte b = json[i];
            if (b == '"') {
                textTo = i;
                position = i + 1;
                return textTo > textFrom;
            }
            if (b == '\\') {
                escaped = true;
                i = afterEscape(i + 1);
            } else if (b < 0) {
                i = afterUtf8(i);
            } else {
                throw new MalformedJson();
            }
        }
    }

    private int afterEscape(int i) {
        byte b = byteAt(i);
        if (b >= 0 && SHORT_ESCAPES[b]) {
            return i + 1;
        }
        if (b == 'u') {
            return afterHexDigits(i + 1);
        }
        throw new MalformedJson();
    }

    private int afterHexDigits(int from) {
        int to = from + 4;
        for (int i = from; i < to; i++) {
            if (Character.digit(byteAt(i), 16) < 0) {
                throw new MalformedJson();
            }
        }
        return to;
    }

    /** Passes one character beyond ASCII: shortest form, no surrogates, nothing above U+10FFFF (RFC 3629, section 4). */
    private int afterUtf8(int i) {
        int lead = json[i] & 0xFF;
        int second = byteAt(i + 1) & 0xFF;
        boolean valid =
                switch (lead) {
                    case 0xE0 -> second >= 0xA0;
                    case 0xED -> second < 0xA0;
                    case 0xF0 -> second >= 0x90;
                    case 0xF4 -> second < 0x90;
                    default -> lead >= 0xC2 && lead < 0xF4;
                };
        int next = i + (lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2);
        for (int tail = i + 1; tail < next; tail++) {
            valid &= (byteAt(tail) & 0xC0) == 0x80;
        }
        if (!valid) {
            throw new MalformedJson();
        }
        return next;
    }

    /** Passes {@code true}, {@code false} or {@code null}. */
    final void literal(byte[] expected) {
        int to = position + expected.length;
        if (to > end || !Arrays.equals(json, position, to, expected, 0, expected.length)) {
            throw new MalformedJson();
        }
        position = to;
    }

    final void number() {
        int i = position;
        if (json[i] == '-') {
            i++;
        }
        i = byteAt(i) == '0' ? i + 1 : afterDigits(i);
        if (byteAt(i) == '.') {
            i = afterDigits(i + 1);
        }
        if ((byteAt(i) | 0x20) == 'e') {
            i++;
            i = afterDigits(byteAt(i) == '+' || byteAt(i) == '-' ? i + 1 : i);
        }
        position = i;
    }

    private int afterDigits(int from) {
        int i = from;
        while (byteAt(i) >= '0' && byteAt(i) <= '9') {
            i++;
        }
        if (i == from) {
            throw new MalformedJson();
        }
        return i;
    }

    private void skipSpace() {
        while (position < end && json[position] <= ' ' && isSpace(json[position])) {
            position++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Leaves the walk; has no stack since a provider may send any number of these. */
    static final class MalformedJson extends RuntimeException {

        MalformedJson() {
            super("not well-formed JSON", null, false, false);
        }
    }
}
