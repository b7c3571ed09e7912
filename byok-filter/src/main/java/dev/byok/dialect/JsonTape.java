package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON text in a byte array, taken apart once and checked on the way: what each value is and where. Values are found by
 * name or place and copied as they are written, so that what is translated stays byte for byte what it was. A value is
 * called by its place on the tape. Used again for the next text; for one thread at a time.
 */
public final class JsonTape extends JsonCursor {

    /** The place of the whole text's value. */
    public static final int ROOT = 0;

    /** The place of nothing. */
    public static final int NONE = -1;

    private static final int MAX_DEPTH = 500;
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    /**
     * Of each value: where it begins and ends in the text, and the place on the tape behind it and all it holds; of a text
     * with escapes that place's complement.
     */
    static final int WORDS = 3;

    private static final int FROM = 0;
    static final int TO = 1;
    static final int NEXT = 2;

    /** So many values there is room for at first, by what requests have: more is made as it is needed. */
    private static final int BYTES_PER_VALUE = 24;

    private static final int LEAST_VALUES = 64;
    private static final int MOST_VALUES = 2048;

    private int[] tape = {};
    private byte[] bytes = {};
    private int textLength;
    private int length;
    private int depth;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Returns a text taken apart.
     *
     * @throws IllegalArgumentException if it is not well-formed JSON
     */
    public static JsonTape of(byte[] json) {
        JsonTape tape = new JsonTape();
        if (!tape.read(json, 0, json.length)) {
            throw new IllegalArgumentException("not well-formed JSON, of " + json.length + " bytes");
        }
        return tape;
    }

    /** Returns a tape of values that stand anywhere in a text; of an object or array that does not, its bracket does. */
    static JsonTape of(JsonText text, int[] words, int length) {
        JsonTape tape = new JsonTape();
        tape.bytes = text.bytes();
        tape.textLength = text.length();
        tape.tape = words;
        tape.length = length;
        return tape;
    }

    /** Reads a text, which must not change as long as it is asked about; returns whether it is well-formed JSON. */
    public boolean read(byte[] json, int from, int to) {
        bytes = json;
        textLength = to - from;
        length = 0;
        depth = 0;
        roomFor(to - from);
        try {
            open(json, from, to);
            value();
            return atEnd();
        } catch (MalformedJson e) {
            return false;
        } finally {
            close();
        }
    }

    private void roomFor(int bytes) {
        int likely = WORDS * Math.max(LEAST_VALUES, Math.min(bytes / BYTES_PER_VALUE, MOST_VALUES));
        if (tape.length < likely) {
            tape = new int[likely];
        }
    }

    /** Lets go of the text. */
    public void forget() {
        bytes = ascii("");
        textLength = 0;
        length = 0;
    }

    private void value() {
        int place = begin();
        switch (first()) {
            case '"' -> {
                textAt(place);
                return;
            }
            case '{' -> object();
            case '[' -> array();
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'n' -> literal(NULL);
            default -> number();
        }
        end(place);
    }

    private void textAt(int place) {
        string();
        tape[place + TO] = position();
        tape[place + NEXT] = textHasEscapes() ? ~length : length;
    }

    private int begin() {
        if (length + WORDS > tape.length) {
            tape = Arrays.copyOf(tape, 2 * tape.length);
        }
        int place = length;
        tape[place + FROM] = position();
        length += WORDS;
        return place;
    }

    private void end(int place) {
        tape[place + TO] = position();
        tape[place + NEXT] = length;
    }

    private void object() {
        enter();
        if (peek() == '}') {
            leave();
            return;
        }
        while (true) {
            if (first() != '"') {
                throw new MalformedJson();
            }
            textAt(begin());
            if (peek() != ':') {
                throw new MalformedJson();
            }
            skip();
            peek();
            value();
            if (endsWith('}')) {
                return;
            }
        }
    }

    private void array() {
        enter();
        if (peek() == ']') {
            leave();
            return;
        }
        do {
            value();
        } while (!endsWith(']'));
    }

    private boolean endsWith(char close) {
        byte b = peek();
        if (b == close) {
            leave();
            return true;
        }
        if (b != ',') {
            throw new MalformedJson();
        }
        skip();
        peek();
        return false;
    }

    private void enter() {
        skip();
        if (++depth > MAX_DEPTH) {
            throw new MalformedJson();
        }
    }

    private void leave() {
        skip();
        depth--;
    }

    // ---- what a value is

    /** Returns the array that the values stand in. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns how many bytes its values stand in. */
    public int textLength() {
        return textLength;
    }

    /** Returns where a value begins in the array, quotes and brackets included. */
    public int from(int value) {
        return tape[value + FROM];
    }

    public int to(int value) {
        return tape[value + TO];
    }

    int[] words() {
        return tape;
    }

    /** Returns how many words of the tape are in use. */
    int length() {
        return length;
    }

    /** Returns whether an object or array is written nowhere as a whole. */
    boolean isScattered(int value) {
        return to(value) - from(value) == 1 && kind(value) > '9';
    }

    int behind(int value) {
        int next = tape[value + NEXT];
        return next < 0 ? ~next : next;
    }

    private byte kind(int value) {
        return value == NONE ? 0 : bytes[from(value)];
    }

    public boolean isObject(int value) {
        return kind(value) == '{';
    }

    public boolean isArray(int value) {
        return kind(value) == '[';
    }

    public boolean isText(int value) {
        return kind(value) == '"';
    }

    public boolean isTrue(int value) {
        return kind(value) == 't';
    }

    public boolean isFalse(int value) {
        return kind(value) == 'f';
    }

    /** Returns whether it is {@code null}, or not there. */
    public boolean isNull(int value) {
        return value == NONE || kind(value) == 'n';
    }

    public boolean isNumber(int value) {
        byte kind = kind(value);
        return kind == '-' || (kind >= '0' && kind <= '9');
    }

    /** Returns whether it is an object or array without anything in it, or a text without a character. */
    public boolean isEmpty(int value) {
        return isText(value) ? to(value) - from(value) == 2 : !isNumber(value) && behind(value) == value + WORDS;
    }

    // ---- where it is

    /** Returns where a value stands, as in {@code messages[2].content[0]}; empty for the root. */
    public String path(int value) {
        StringBuilder path = new StringBuilder();
        int at = ROOT;
        while (at < value) {
            at = isObject(at) ? memberAround(value, at, path) : elementAround(value, at, path);
        }
        return path.toString();
    }

    /** Returns where a member of an object stands, or would stand. */
    public String path(int object, String member) {
        return object == ROOT ? member : path(object) + "." + member;
    }

    private int memberAround(int value, int object, StringBuilder path) {
        int name = object + WORDS;
        while (behind(name + WORDS) <= value) {
            name = behind(name + WORDS);
        }
        path.append(path.isEmpty() ? "" : ".").append(text(name));
        return name + WORDS;
    }

    private int elementAround(int value, int array, StringBuilder path) {
        int element = array + WORDS;
        int index = 0;
        while (behind(element) <= value) {
            element = behind(element);
            index++;
        }
        path.append('[').append(index).append(']');
        return element;
    }

    // ---- what is in it

    /** Returns the first name of an object, or element of an array; {@link #NONE} where there is none. */
    public int first(int container) {
        int first = container + WORDS;
        return first < behind(container) ? first : NONE;
    }

    /** Returns the value that belongs to a name. */
    public int valueOf(int name) {
        return name + WORDS;
    }

    /** Returns the element behind another; given a name's value, the next name. {@link #NONE} behind the last. */
    public int after(int container, int value) {
        int next = behind(value);
        return next < behind(container) ? next : NONE;
    }

    /** Returns how many elements an array has. */
    public int size(int array) {
        int size = 0;
        for (int element = first(array); element != NONE; element = after(array, element)) {
            size++;
        }
        return size;
    }

    /** Returns the value of a member, the last where a name is said twice; {@link #NONE} where it is not there. */
    public int member(int object, String name) {
        int found = NONE;
        if (isObject(object)) {
            int end = behind(object);
            for (int at = object + WORDS; at < end; at = behind(at + WORDS)) {
                if (says(at, name)) {
                    found = at + WORDS;
                }
            }
        }
        return found;
    }

    /** Returns whether a text says this, which is ASCII. */
    public boolean is(int text, String expected) {
        return isText(text) && says(text, expected);
    }

    private boolean says(int text, String expected) {
        int from = from(text) + 1;
        int count = to(text) - 1 - from;
        if (count != expected.length()) {
            return count > expected.length() && hasEscapes(text) && text(text).equals(expected);
        }
        for (int i = 0; i < count; i++) {
            if (bytes[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a text begins with this, which is ASCII. */
    public boolean startsWith(int text, String beginning) {
        if (hasEscapes(text)) {
            return text(text).startsWith(beginning);
        }
        int from = from(text) + 1;
        if (to(text) - 1 - from < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (bytes[from + i] != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a text says one of these. */
    public boolean isOneOf(int text, Words words) {
        return isText(text) && find(text, words) != Words.NONE;
    }

    /** Returns which of these a text says; {@link Words#NONE} where it says something else. */
    int find(int text, Words words) {
        if (hasEscapes(text)) {
            byte[] said = unescaped(text);
            return words.find(said, 0, said.length);
        }
        return words.find(bytes, from(text) + 1, to(text) - 1);
    }

    private boolean hasEscapes(int text) {
        return tape[text + NEXT] < 0;
    }

    /** Returns what a text says. */
    public String text(int text) {
        return new String(unescaped(text), StandardCharsets.UTF_8);
    }

    /** Returns what a text says, in UTF-8. */
    public byte[] unescaped(int text) {
        return JsonText.unescaped(bytes, from(text) + 1, to(text) - 1);
    }

    /** Returns a value as it is written. */
    public String raw(int value) {
        return new String(bytes, from(value), to(value) - from(value), StandardCharsets.UTF_8);
    }

    /** Returns a whole number that is not negative; 0 where the value is none, or larger than can be said. */
    public long count(int value) {
        if (!isNumber(value) || to(value) - from(value) > 18) {
            return 0;
        }
        long count = 0;
        for (int i = from(value); i < to(value); i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            count = 10 * count + digit;
        }
        return count;
    }
}
