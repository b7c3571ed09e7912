package dev.byok.request;

import io.netty.buffer.ByteBuf;

/**
 * Walks over the values of a JSON text by the whole grammar of RFC 8259: member by member where somebody wants to know, else
 * over whole values at once.
 */
final class JsonCursor extends JsonReader {

    static final int MAX_DEPTH = 500;

    private final long[] objects = new long[MAX_DEPTH / Long.SIZE + 1];
    private int depth;
    private boolean fresh;
    private int separator;
    private int nameStart;

    JsonCursor(ByteBuf body) {
        super(body);
    }

    /** Enters the object that {@link #peek()} announced; its members follow by {@link #nextMember()}. */
    void enterObject() {
        expect('{', "expected '{'");
        push(true);
        fresh = true;
    }

    /**
     * Moves to the value of the next member and keeps its name as text; leaves the object after the last.
     *
     * @return whether there was a member
     */
    boolean nextMember() {
        boolean first = fresh;
        fresh = false;
        if (peek() == '}') {
            advance();
            depth--;
            return false;
        }
        separator = offset();
        if (!first) {
            expect(',', "expected ',' or '}'");
        }
        name(true);
        return true;
    }

    /** Enters the array that {@link #peek()} announced; its elements follow by {@link #nextElement()}. */
    void enterArray() {
        expect('[', "expected '['");
        push(false);
        fresh = true;
    }

    /** Moves to the next element; leaves the array after the last. */
    boolean nextElement() {
        boolean first = fresh;
        fresh = false;
        if (peek() == ']') {
            advance();
            depth--;
            return false;
        }
        if (!first) {
            expect(',', "expected ',' or ']'");
        }
        return true;
    }

    /** Returns the offset of the comma before the current member; without meaning for an object's first. */
    int separator() {
        return separator;
    }

    /** Returns the offset of the quote that opens the current member's name. */
    int nameStart() {
        return nameStart;
    }

    /** Skips a value of any kind, checking all of it. */
    void skipValue() {
        int floor = depth;
        do {
            if (!openOrSkip()) {
                closeUntilNext(floor);
            }
        } while (depth > floor);
    }

    /** Checks that nothing but white space is left. */
    void end() {
        peek();
        if (offset() < length()) {
            throw malformed("expected the end of the body");
        }
    }

    /** Reads one scalar or one opening bracket; returns whether a value must follow, being the first of a container. */
    private boolean openOrSkip() {
        switch (peek()) {
            case '"' -> string(false);
            case '{' -> {
                advance();
                push(true);
                if (peek() != '}') {
                    name(false);
                    return true;
                }
            }
            case '[' -> {
                advance();
                push(false);
                return peek() != ']';
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw malformed("expected a value");
        }
        return false;
    }

    /** After a value: leaves the containers that end here, or stops where the next value begins. */
    private void closeUntilNext(int floor) {
        while (depth > floor) {
            boolean inObject = (objects[depth >>> 6] & (1L << depth)) != 0;
            int next = peek();
            if (next == ',') {
                advance();
                if (inObject) {
                    name(false);
                }
                return;
            }
            if (next != (inObject ? '}' : ']')) {
                throw malformed(inObject ? "expected ',' or '}'" : "expected ',' or ']'");
            }
            advance();
            depth--;
        }
    }

    private void push(boolean object) {
        if (++depth > MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH + " levels");
        }
        long bit = 1L << depth;
        objects[depth >>> 6] = object ? objects[depth >>> 6] | bit : objects[depth >>> 6] & ~bit;
    }

    private void name(boolean keep) {
        if (peek() != '"') {
            throw malformed("expected a field name");
        }
        nameStart = offset();
        string(keep);
        expect(':', "expected ':'");
    }
}
