package dev.byok.dialect.bedrock;

import dev.byok.dialect.Scratch;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Cuts the bytes of an {@code application/vnd.amazon.eventstream} into its messages, over any split, and checks them; the
 * beginning of one is held until its end arrives. For one stream and one thread at a time.
 */
final class EventStreamFrames {

    /** AWS's own limits. */
    static final int MAX_HEADERS = 128 * 1024;

    static final int MAX_PAYLOAD = 16 * 1024 * 1024;

    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 1024;

    private final Listener listener;
    private final EventStreamMessage message = new EventStreamMessage();
    private final CRC32 checksum = new CRC32();
    private byte[] held = NOTHING;
    private int length;
    private boolean closed;

    /** Is told of messages. */
    interface Listener {

        /**
         * Reads one message.
         *
         * @param message valid until this returns
         * @return whether to go on
         */
        boolean message(EventStreamMessage message);

        /**
         * Told that the stream makes no sense from here on.
         *
         * @param why as a part of a sentence
         */
        void broken(String why);
    }

    EventStreamFrames(Listener listener) {
        this.listener = listener;
    }

    /**
     * Reads the bytes that came next.
     *
     * @param chunk stays its owner's
     */
    void read(ByteBuf chunk) {
        int count = chunk.readableBytes();
        if (closed || count == 0) {
            return;
        }
        if (chunk.hasArray()) {
            read(chunk.array(), chunk.arrayOffset() + chunk.readerIndex(), count);
        } else {
            byte[] bytes = Scratch.ARRIVED.atLeast(count);
            chunk.getBytes(chunk.readerIndex(), bytes, 0, count);
            read(bytes, 0, count);
        }
    }

    private void read(byte[] bytes, int start, int count) {
        int from = start;
        int stop = start + count;
        while (!closed && length > 0 && from < stop) {
            from += complete(bytes, from, stop);
        }
        while (!closed && from < stop) {
            int total = total(bytes, from, stop);
            if (total < 0) {
                return;
            }
            if (total == 0 || total > stop - from) {
                hold(bytes, from, stop, total);
                return;
            }
            tell(bytes, from, from + total);
            from += total;
        }
    }

    /** Adds to the message that has begun what it lacks, first of its prelude; returns how much that was. */
    private int complete(byte[] bytes, int from, int stop) {
        int wanted = length < EventStreamMessage.PRELUDE ? EventStreamMessage.PRELUDE : total(held, 0, length);
        int more = Math.min(wanted - length, stop - from);
        int end = from + more;
        hold(bytes, from, end, wanted);
        if (length == EventStreamMessage.PRELUDE && total(held, 0, length) < 0) {
            return more;
        }
        if (length >= EventStreamMessage.FRAME && length == total(held, 0, length)) {
            int whole = length;
            length = 0;
            tell(held, 0, whole);
            if (held.length > Scratch.KEPT_BYTES) {
                held = NOTHING;
            }
        }
        return more;
    }

    /** Only what has come is kept room for: a length is only a claim. */
    private void hold(byte[] bytes, int from, int to, int wanted) {
        int needed = length + to - from;
        if (needed > held.length) {
            int doubled = Math.max(FIRST_BYTES, Integer.highestOneBit(needed) << 1);
            held = Arrays.copyOf(held, wanted >= needed ? Math.min(doubled, Math.max(wanted, FIRST_BYTES)) : doubled);
        }
        System.arraycopy(bytes, from, held, length, to - from);
        length = needed;
    }

    /** Returns a message's length; 0 where its prelude is not there yet, -1 where it is wrong, which has been told. */
    private int total(byte[] bytes, int from, int to) {
        if (to - from < EventStreamMessage.PRELUDE) {
            return 0;
        }
        int total = EventStreamMessage.number(bytes, from);
        int headers = EventStreamMessage.number(bytes, from + 4);
        if (crc(bytes, from, from + 8) != EventStreamMessage.number(bytes, from + 8)) {
            broken("the checksum of a message's lengths is wrong");
            return -1;
        }
        int payload = total - headers - EventStreamMessage.FRAME;
        if (headers < 0 || headers > MAX_HEADERS || payload < 0 || payload > MAX_PAYLOAD) {
            broken("a message's lengths make no sense, or are larger than AWS allows");
            return -1;
        }
        return total;
    }

    private int crc(byte[] bytes, int from, int to) {
        checksum.reset();
        checksum.update(bytes, from, to - from);
        return (int) checksum.getValue();
    }

    private void tell(byte[] bytes, int from, int to) {
        if (crc(bytes, from, to - 4) != EventStreamMessage.number(bytes, to - 4)) {
            broken("the checksum of a message is wrong");
        } else if (!message.read(bytes, from, to)) {
            broken("a message's headers make no sense");
        } else if (!listener.message(message)) {
            close();
        }
    }

    private void broken(String why) {
        close();
        listener.broken(why);
    }

    /** Returns whether a message has begun whose end has not come. */
    boolean withinMessage() {
        return length > 0;
    }

    /** Frees what is held; nothing is read any more. */
    void close() {
        closed = true;
        held = NOTHING;
        length = 0;
    }
}
