package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts the bytes of a {@code text/event-stream} into its events, over any split; the beginning of one is held until its end
 * arrives. For one stream and one thread at a time.
 */
public final class EventFrames {

    /** An event larger than this is not read. */
    public static final int MAX_EVENT_BYTES = ChatStream.MAX_EVENT_BYTES;

    private final Listener listener;
    private final EventBoundary boundary = new EventBoundary();
    private final HeldBytes held = new HeldBytes();
    private final SseEvent event = new SseEvent();
    private boolean begun;
    private boolean closed;

    /** Is told of events. */
    public interface Listener {

        /**
         * Reads one event's data.
         *
         * @param error whether the event's type is {@code error}
         * @param bytes holds the data, until this returns
         * @return whether to go on
         */
        boolean event(boolean error, byte[] bytes, int from, int to);

        /** Told of an event that is too large to be read; none comes after it. */
        void tooLarge();
    }

    public EventFrames(Listener listener) {
        this.listener = listener;
    }

    /**
     * Reads the bytes that came next.
     *
     * @param chunk stays its owner's
     */
    public void read(ByteBuf chunk) {
        int length = chunk.readableBytes();
        if (closed || length == 0) {
            return;
        }
        if (chunk.hasArray()) {
            read(chunk, chunk.array(), chunk.arrayOffset() + chunk.readerIndex(), length);
        } else {
            byte[] bytes = Scratch.ARRIVED.atLeast(length);
            chunk.getBytes(chunk.readerIndex(), bytes, 0, length);
            read(chunk, bytes, 0, length);
        }
    }

    private void read(ByteBuf chunk, byte[] bytes, int start, int length) {
        int stop = start + length;
        int from = start;
        while (!closed && from < stop) {
            int end = boundary.next(bytes, from, stop);
            if (end < 0) {
                hold(chunk.alloc(), chunk.retainedSlice(chunk.readerIndex() + from - start, stop - from));
                return;
            }
            whole(bytes, from, end);
            from = end;
        }
    }

    private void hold(ByteBufAllocator allocator, ByteBuf rest) {
        held.add(allocator, rest);
        if (held.length() > MAX_EVENT_BYTES) {
            tooLarge();
        }
    }

    private void tooLarge() {
        close();
        listener.tooLarge();
    }

    private void whole(byte[] bytes, int from, int end) {
        int before = held.length();
        if (before + end - from > MAX_EVENT_BYTES) {
            tooLarge();
        } else if (before == 0) {
            tell(bytes, from, end);
        } else {
            byte[] joined = Scratch.JOINED.atLeast(before + end - from);
            held.copyTo(joined);
            held.release();
            System.arraycopy(bytes, from, joined, before, end - from);
            tell(joined, 0, before + end - from);
        }
    }

    private void tell(byte[] bytes, int from, int to) {
        event.read(bytes, from + (begun ? 0 : StreamState.markAt(bytes, from, to)), to);
        begun = true;
        boolean goOn =
                !event.hasData() || listener.event(event.error(), event.bytes(), event.dataFrom(), event.dataTo());
        event.clear();
        if (!goOn) {
            close();
        }
    }

    /** Reads a last event that lacks only its blank line. */
    public void end() {
        if (!closed && held.length() > 0 && boundary.atLineStart()) {
            byte[] last = Scratch.JOINED.atLeast(held.length());
            int length = held.length();
            held.copyTo(last);
            held.release();
            tell(last, 0, length);
        }
        close();
    }

    /** Frees what is held; nothing is read any more. */
    public void close() {
        closed = true;
        held.release();
    }
}
