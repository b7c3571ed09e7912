package dev.byok.dialect;

import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON text in a byte array, once, and checks it on the way: as strict as a parser, but nothing is built.
 * A subclass is told of each member and element on the levels it names and decides how to walk over the value.
 */
abstract class JsonScanner extends JsonCursor {

    /** A level nobody asks about. */
    static final int INNER = 0;

    private static final int MAX_DEPTH = 500;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** What a value turned out to be. */
    enum Value {
        /** {@code null}, {@code false}, an empty string, object or array. */
        EMPTY,
        TEXT,
        OBJECT,
        ARRAY,
        /** {@code true} or a number. */
        SCALAR
    }

    private int depth;

    /** Walks over one text, and returns whether it is exactly one well-formed JSON value. */
    final boolean walk(byte[] bytes, int from, int to, int level) {
        depth = 0;
        try {
            open(bytes, from, to);
            value(level);
            return atEnd();
        } catch (MalformedJson e) {
            return false;
        } finally {
            close();
        }
    }

    /** Told after the key of an object on a named level; must call {@link #value} exactly once. */
    abstract void member(int level, ChunkKey key);

    /** Told before each element of an array on a named level; must call {@link #value} exactly once. */
    abstract void element(int level);

    /** Walks over the value at hand, whose members or elements belong to the given level. */
    final Value value(int level) {
        return switch (first()) {
            case '"' -> string() ? Value.TEXT : Value.EMPTY;
            case '{' -> object(level) ? Value.OBJECT : Value.EMPTY;
            case '[' -> array(level) ? Value.ARRAY : Value.EMPTY;
            case 't' -> literal(TRUE, Value.SCALAR);
            case 'f' -> literal(FALSE, Value.EMPTY);
            case 'n' -> literal(NULL, Value.EMPTY);
            default -> {
                number();
                yield Value.SCALAR;
            }
        };
    }

    private Value literal(byte[] expected, Value value) {
        literal(expected);
        return value;
    }

    private boolean object(int level) {
        enter();
        if (peek() == '}') {
            leave();
            return false;
        }
        while (true) {
            if (first() != '"') {
                throw new MalformedJson();
            }
            string();
            ChunkKey key = level == INNER ? ChunkKey.OTHER : key();
            if (peek() != ':') {
                throw new MalformedJson();
            }
            skip();
            peek();
            if (level == INNER) {
                value(INNER);
            } else {
                member(level, key);
            }
            if (endsWith('}')) {
                return true;
            }
        }
    }

    private boolean array(int level) {
        enter();
        if (peek() == ']') {
            leave();
            return false;
        }
        while (true) {
            if (level == INNER) {
                value(INNER);
            } else {
                element(level);
            }
            if (endsWith(']')) {
                return true;
            }
        }
    }

    /** Passes a comma, or the end of the container. */
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
}
