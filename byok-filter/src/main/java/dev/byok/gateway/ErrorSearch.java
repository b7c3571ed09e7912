package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks for {@code "error"} in bytes that come in pieces, and passes most of them unread: hardly any answer holds it. */
final class ErrorSearch {

    private static final byte[] WORD = "\"error\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST = WORD.length - 1;

    /** How far the word may be moved on when this byte stands at its end. */
    private static final byte[] SHIFTS = shifts();

    private final byte[] before = new byte[LAST];
    private int known;
    private boolean found;

    boolean found() {
        return found;
    }

    /** Looks at the bytes that come next. */
    void look(ByteBuf piece) {
        int length = piece.readableBytes();
        // Where the word's last byte may stand; what came before this piece has places below zero.
        int end = LAST - known;
        while (!found && end < length) {
            found = endsAt(piece, end);
            end += SHIFTS[at(piece, end) & 0xFF];
        }
        if (!found) {
            remember(piece, length);
        }
    }

    private boolean endsAt(ByteBuf piece, int end) {
        int i = LAST;
        while (i >= 0 && at(piece, end - LAST + i) == WORD[i]) {
            i--;
        }
        return i < 0;
    }

    private byte at(ByteBuf piece, int place) {
        return place >= 0 ? piece.getByte(piece.readerIndex() + place) : before[LAST + place];
    }

    private void remember(ByteBuf piece, int length) {
        known = Math.min(known + length, LAST);
        byte[] tail = new byte[LAST];
        for (int i = 1; i <= known; i++) {
            tail[LAST - i] = at(piece, length - i);
        }
        System.arraycopy(tail, 0, before, 0, LAST);
    }

    private static byte[] shifts() {
        byte[] shifts = new byte[256];
        Arrays.fill(shifts, (byte) WORD.length);
        for (int i = 0; i < LAST; i++) {
            shifts[WORD[i]] = (byte) (LAST - i);
        }
        return shifts;
    }
}
