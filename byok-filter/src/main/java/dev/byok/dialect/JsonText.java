package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A JSON text that is being written, in UTF-8. Commas are the writer's to set. For one thread at a time. */
public final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes;
    private int length;

    public JsonText(int capacity) {
        this(new byte[Math.max(capacity, 64)], 0);
    }

    private JsonText(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * Returns the text of a request, in an array that is used again for the thread's next one: only copies may be kept.
     *
     * @param likely how long it is going to be, roughly
     */
    public static JsonText ofRequest(int likely) {
        return new JsonText(Scratch.WRITTEN.atLeast(likely), 0);
    }

    /** Returns a text that goes on behind what stands in a copy of another. */
    static JsonText behind(byte[] beginning, int room) {
        return new JsonText(Arrays.copyOf(beginning, beginning.length + room), beginning.length);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Begins anew. */
    public void clear() {
        length = 0;
    }

    /** Takes back what was written since it was this long. */
    public void cutTo(int shorter) {
        length = shorter;
    }

    /** Returns a copy of what has been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Writes ASCII as it is. */
    @SuppressWarnings("deprecation") // of characters that are ASCII it takes just the bytes
    public JsonText ascii(String text) {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    public JsonText number(long number) {
        return ascii(Long.toString(number));
    }

    /** Writes bytes as they are. */
    public JsonText raw(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    /** Writes a value as it is written on a tape. */
    public JsonText raw(JsonTape tape, int value) {
        return tape.isScattered(value) ? gathered(tape, value) : raw(tape.bytes(), tape.from(value), tape.to(value));
    }

    private JsonText gathered(JsonTape tape, int container) {
        boolean object = tape.isObject(container);
        return ascii(object ? "{" : "[").inside(tape, container).ascii(object ? "}" : "]");
    }

    /** Writes what stands between the brackets of an object or array on a tape. */
    public JsonText inside(JsonTape tape, int container) {
        if (!tape.isScattered(container)) {
            return inner(tape, container);
        }
        boolean object = tape.isObject(container);
        for (int at = tape.first(container); at != JsonTape.NONE; ) {
            int value = at;
            if (object) {
                value = tape.valueOf(at);
                raw(tape, at).ascii(":");
            }
            raw(tape, value);
            at = tape.after(container, value);
            ascii(at == JsonTape.NONE ? "" : ",");
        }
        return this;
    }

    /** Writes what stands between the quotes of a text on a tape. */
    public JsonText inner(JsonTape tape, int text) {
        return raw(tape.bytes(), tape.from(text) + 1, tape.to(text) - 1);
    }

    /** Writes a text in quotes. */
    public JsonText quoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ascii("\"");
        escaped(utf8, 0, utf8.length);
        return ascii("\"");
    }

    /** Writes a value on a tape, without the white space around its parts, as a text in quotes that says it. */
    public JsonText quotedCompact(JsonTape tape, int value) {
        return ascii("\"").innerCompact(tape, value).ascii("\"");
    }

    /** Writes the same without the quotes. */
    public JsonText innerCompact(JsonTape tape, int value) {
        byte[] from = tape.bytes();
        int end = tape.to(value);
        int at = tape.from(value);
        while (at < end) {
            int next = at;
            if (from[at] == '"') {
                next = afterText(from, at, end);
                escaped(from, at, next);
            } else {
                while (next < end && from[next] != '"' && from[next] > ' ') {
                    next++;
                }
                raw(from, at, next);
                while (next < end && from[next] <= ' ' && from[next] >= 0) {
                    next++;
                }
            }
            at = next;
        }
        return this;
    }

    private static int afterText(byte[] json, int quote, int end) {
        int i = quote + 1;
        while (i < end && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, end);
    }

    /** Writes UTF-8 as the inside of a text. */
    public void escaped(byte[] utf8, int start, int end) {
        room(end - start);
        int plain = start;
        for (int i = start; i < end; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                raw(utf8, plain, i);
                escape(b);
                plain = i + 1;
            }
        }
        raw(utf8, plain, end);
    }

    private void escape(byte b) {
        room(6);
        bytes[length++] = '\\';
        switch (b) {
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            case '"', '\\' -> bytes[length++] = b;
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[b >> 4];
                bytes[length++] = HEX[b & 15];
            }
        }
    }

    /** Returns what the inside of a well-formed text says, in UTF-8; half a surrogate pair is U+FFFD. */
    static byte[] unescaped(byte[] json, int from, int to) {
        int escape = from;
        while (escape < to && json[escape] != '\\') {
            escape++;
        }
        if (escape == to) {
            return Arrays.copyOfRange(json, from, to);
        }
        byte[] text = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            if (json[i] != '\\') {
                text[length++] = json[i++];
            } else if (json[i + 1] == 'u') {
                int unit = hex(json, i + 2);
                i += 6;
                boolean pair = Character.isHighSurrogate((char) unit)
                        && i + 6 <= to
                        && json[i] == '\\'
                        && json[i + 1] == 'u'
                        && Character.isLowSurrogate((char) hex(json, i + 2));
                int point = pair ? Character.toCodePoint((char) unit, (char) hex(json, i + 2)) : unit;
                i += pair ? 6 : 0;
                length = encode(Character.isSurrogate((char) unit) && !pair ? REPLACEMENT : point, text, length);
            } else {
                text[length++] = plain(json[i + 1]);
                i += 2;
            }
        }
        return Arrays.copyOf(text, length);
    }

    private static byte plain(byte escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escaped;
        };
    }

    private static int hex(byte[] json, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = (unit << 4) | Character.digit(json[i], 16);
        }
        return unit;
    }

    private static int encode(int point, byte[] text, int at) {
        int length = at;
        if (point < 0x80) {
            text[length++] = (byte) point;
        } else if (point < 0x800) {
            text[length++] = (byte) (0xC0 | (point >> 6));
            text[length++] = (byte) (0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            text[length++] = (byte) (0xE0 | (point >> 12));
            text[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            text[length++] = (byte) (0x80 | (point & 0x3F));
        } else {
            text[length++] = (byte) (0xF0 | (point >> 18));
            text[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            text[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            text[length++] = (byte) (0x80 | (point & 0x3F));
        }
        return length;
    }
}
