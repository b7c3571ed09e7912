package dev.byok.dialect;

/**
 * Finds where events end, over any split of the bytes. An event ends with its blank line; lines end with LF, CRLF or CR.
 * The LF of a blank line's CRLF belongs to the event before it, also when it arrives later: see {@link #afterCr}.
 */
final class EventBoundary {

    private boolean inLine;
    private boolean afterCr;

    /**
     * Returns the index after the next event's end in {@code [from, to)}, or -1 if the event goes on; all bytes up to there
     * count as seen.
     */
    int next(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (afterCr) {
                afterCr = false;
                if (bytes[i] == '\n') {
                    i++;
                    continue;
                }
            }
            int lineEnd = ByteScan.lineEnd(bytes, i, to);
            inLine |= lineEnd > i;
            if (lineEnd == to) {
                return -1;
            }
            boolean blank = !inLine;
            inLine = false;
            afterCr = bytes[lineEnd] == '\r';
            i = lineEnd + 1;
            if (blank) {
                return withLineFeed(bytes, i, to);
            }
        }
        return -1;
    }

    private int withLineFeed(byte[] bytes, int i, int to) {
        if (!afterCr || i == to) {
            return i;
        }
        afterCr = false;
        return bytes[i] == '\n' ? i + 1 : i;
    }

    /** Returns whether the byte seen last was a CR, so that an LF next would belong to the same line end. */
    boolean afterCr() {
        return afterCr;
    }

    /** Takes that LF. */
    void passLineFeed() {
        afterCr = false;
    }

    /** Returns whether the bytes seen last ended a line. */
    boolean atLineStart() {
        return !inLine;
    }
}
