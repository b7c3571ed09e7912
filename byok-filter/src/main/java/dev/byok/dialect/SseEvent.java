package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of one event of a {@code text/event-stream}: its data, joined by LF where it has several lines, and whether
 * its type is {@code error}. Reused from event to event; shows the array it has read and copies only data of many lines.
 */
public final class SseEvent {

    private static final byte[] NOTHING = {};
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = NOTHING;
    private byte[] typed = NOTHING;
    private int dataFrom;
    private int dataTo;
    private int dataLines;
    private int blockLength;
    private int typeFrom;
    private int typeTo;
    private boolean error;

    /** Of data of many lines: where each begins, joined and in the block. */
    private int[] lineStarts = {};

    /** Reads the lines of one event. */
    void read(byte[] block, int from, int to) {
        bytes = block;
        typed = block;
        blockLength = to - from;
        dataFrom = 0;
        dataTo = 0;
        dataLines = 0;
        typeFrom = 0;
        typeTo = 0;
        error = false;
        int line = from;
        while (line < to) {
            int lineEnd = ByteScan.lineEnd(block, line, to);
            readLine(block, line, lineEnd);
            line = lineEnd + 1;
        }
    }

    private void readLine(byte[] block, int from, int to) {
        int nameEnd = from;
        while (nameEnd < to && block[nameEnd] != ':') {
            nameEnd++;
        }
        int value = Math.min(nameEnd + 1, to);
        if (value < to && block[value] == ' ') {
            value++;
        }
        if (is(DATA, block, from, nameEnd)) {
            addData(block, value, to);
        } else if (is(EVENT, block, from, nameEnd)) {
            error = is(ERROR, block, value, to);
            typeFrom = value;
            typeTo = to;
        }
    }

    private void addData(byte[] block, int from, int to) {
        if (dataLines++ == 0) {
            dataFrom = from;
            dataTo = to;
            return;
        }
        if (bytes == block) {
            int length = dataTo - dataFrom;
            bytes = new byte[blockLength]; // what is joined is always shorter than its lines
            System.arraycopy(block, dataFrom, bytes, 0, length);
            lineStarts = new int[] {0, dataFrom};
            dataFrom = 0;
            dataTo = length;
        }
        bytes[dataTo++] = '\n';
        lineStarts = Arrays.copyOf(lineStarts, 2 * dataLines);
        lineStarts[2 * dataLines - 2] = dataTo;
        lineStarts[2 * dataLines - 1] = from;
        System.arraycopy(block, from, bytes, dataTo, to - from);
        dataTo += to - from;
    }

    private static boolean is(byte[] word, byte[] block, int from, int to) {
        return to - from == word.length && Arrays.equals(block, from, to, word, 0, word.length);
    }

    /** Returns whether the event's type, as the lines beside its data say it, is this word. */
    public boolean is(byte[] word) {
        return is(word, typed, typeFrom, typeTo);
    }

    /** Returns whether the lines beside its data say what type the event is of. */
    public boolean isTyped() {
        return typeTo > typeFrom;
    }

    boolean hasData() {
        return dataTo > dataFrom;
    }

    /** The event's type is {@code error}. */
    boolean error() {
        return error;
    }

    /** The array that holds the data; valid as long as the array given was not written to. */
    public byte[] bytes() {
        return bytes;
    }

    public int dataFrom() {
        return dataFrom;
    }

    public int dataTo() {
        return dataTo;
    }

    /** Returns where in the block that was read this place of the data is. */
    int placeInBlock(int place) {
        if (dataLines < 2) {
            return place;
        }
        int line = 2 * dataLines - 2;
        while (lineStarts[line] > place) {
            line -= 2;
        }
        return lineStarts[line + 1] + place - lineStarts[line];
    }

    /** Returns a copy of the data. */
    public byte[] data() {
        return Arrays.copyOfRange(bytes, dataFrom, dataTo);
    }

    /** Lets go of the array. */
    void clear() {
        bytes = NOTHING;
        typed = NOTHING;
        dataFrom = 0;
        dataTo = 0;
    }
}
