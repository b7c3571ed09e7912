package dev.byok.dialect.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message of {@code application/vnd.amazon.eventstream} where it lies in an array: total length, length of the headers
 * and a checksum of these two; headers; payload; a checksum of all before it. Big-endian. Used again for the next message;
 * for one thread at a time.
 */
final class EventStreamMessage {

    /** The two lengths and their checksum. */
    static final int PRELUDE = 12;

    /** What is neither header nor payload. */
    static final int FRAME = PRELUDE + Integer.BYTES;

    static final int BYTES = 6;
    static final int STRING = 7;

    /** By type: how many bytes a value has; those of -1 say it themselves. */
    private static final int[] LENGTHS = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};

    private byte[] bytes = {};
    private int headersFrom;
    private int payloadFrom;
    private int payloadTo;

    /** Is told of a header. */
    interface Headers {

        /**
         * Told of one.
         *
         * @param type as on the wire
         */
        void header(String name, int type, byte[] bytes, int from, int to);
    }

    /** Reads the message in {@code [from, to)}, whose checksums are right; returns whether its headers are well-formed. */
    boolean read(byte[] array, int from, int to) {
        bytes = array;
        headersFrom = from + PRELUDE;
        payloadFrom = headersFrom + number(array, from + Integer.BYTES);
        payloadTo = to - Integer.BYTES;
        int at = headersFrom;
        while (at < payloadFrom) {
            at = afterHeader(at);
            if (at < 0 || at > payloadFrom) {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int payloadFrom() {
        return payloadFrom;
    }

    int payloadTo() {
        return payloadTo;
    }

    /** Returns the place behind a header, or one beyond all headers where it does not fit. */
    private int afterHeader(int at) {
        int type = at + 1 + (bytes[at] & 0xFF);
        if (type >= payloadFrom || bytes[type] < 0 || bytes[type] >= LENGTHS.length) {
            return -1;
        }
        int length = LENGTHS[bytes[type]];
        if (length >= 0) {
            return type + 1 + length;
        }
        return type + 3 > payloadFrom ? -1 : type + 3 + shortNumber(type + 1);
    }

    private int shortNumber(int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    /** Returns where a header of text has its value, as {@code from << 32 | to}; -1 where there is no such header. */
    private long text(byte[] name) {
        int at = headersFrom;
        while (at < payloadFrom) {
            int type = at + 1 + (bytes[at] & 0xFF);
            int next = afterHeader(at);
            if (bytes[type] == STRING && Arrays.equals(bytes, at + 1, type, name, 0, name.length)) {
                return (long) (type + 3) << 32 | next;
            }
            at = next;
        }
        return -1;
    }

    /** Returns whether a header of text says so. */
    boolean says(byte[] name, byte[] expected) {
        long place = text(name);
        return place >= 0 && Arrays.equals(bytes, (int) (place >> 32), (int) place, expected, 0, expected.length);
    }

    /** Returns what a header of text says; nothing where there is none. */
    byte[] value(byte[] name) {
        long place = text(name);
        return place < 0 ? new byte[0] : Arrays.copyOfRange(bytes, (int) (place >> 32), (int) place);
    }

    /** Tells of all headers in their order. */
    void headers(Headers listener) {
        int at = headersFrom;
        while (at < payloadFrom) {
            int type = at + 1 + (bytes[at] & 0xFF);
            int next = afterHeader(at);
            int value = type + (LENGTHS[bytes[type]] < 0 ? 3 : 1);
            String name = new String(bytes, at + 1, type - at - 1, StandardCharsets.UTF_8);
            listener.header(name, bytes[type], bytes, value, next);
            at = next;
        }
    }

    static int number(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
    }
}
