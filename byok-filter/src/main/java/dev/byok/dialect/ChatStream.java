package dev.byok.dialect;

import dev.byok.dialect.StreamState.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one upstream's event stream, OpenAI's (chat and text completions) or another that its caller speaks too, while its
 * bytes pass through untouched, but for usage that is to be taken out.
 *
 * <p>Only whole events are forwarded; the beginning of one is held until its end arrives. An error event, and whatever
 * follows it or the stream's last event, is never forwarded. For one stream and one thread at a time. Give each inbound buffer to
 * {@link #accept}, then call {@link #end} if the upstream completed, and {@link #release} in any case.
 */
public final class ChatStream implements AnswerStream {

    /** An event larger than this fails the stream. */
    public static final int MAX_EVENT_BYTES = 8 * 1024 * 1024;

    private final int maxEventBytes;
    private final StreamState state;
    private final EventBoundary boundary = new EventBoundary();
    private final HeldBytes held = new HeldBytes();
    private ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    private Verdict last = Verdict.FORWARD;
    private boolean closed;

    /**
     * @param stripUsage whether to take out every word on usage, since not the caller but the gateway asked for it
     */
    public ChatStream(boolean stripUsage) {
        this(stripUsage, MAX_EVENT_BYTES);
    }

    /**
     * Returns a reader for a stream of several answers.
     *
     * @param stripUsage as for one answer
     * @param choices how many answers were asked for: the stream is whole when that many have their finish reason
     */
    public static ChatStream of(boolean stripUsage, int choices) {
        return new ChatStream(stripUsage, MAX_EVENT_BYTES, choices);
    }

    /** Returns a reader for a stream of another dialect. */
    public static ChatStream of(StreamState state) {
        return new ChatStream(state, MAX_EVENT_BYTES);
    }

    /** As {@link #ofShortEvents(int)}, for a stream of another dialect. */
    public static ChatStream ofShortEvents(StreamState state, int maxEventBytes) {
        return new ChatStream(state, maxEventBytes);
    }

    /** Returns a reader for somebody who only listens: it holds back no more than this, and gives up on longer events. */
    public static ChatStream ofShortEvents(int maxEventBytes) {
        return new ChatStream(false, maxEventBytes);
    }

    ChatStream(boolean stripUsage, int maxEventBytes) {
        this(stripUsage, maxEventBytes, 1);
    }

    private ChatStream(boolean stripUsage, int maxEventBytes, int choices) {
        this(new ChatStreamState(stripUsage, choices), maxEventBytes);
    }

    private ChatStream(StreamState state, int maxEventBytes) {
        this.state = state;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Reads the bytes that came next.
     *
     * @param chunk owned by the stream from now on
     * @return what is to be forwarded, owned by the caller: the chunk itself if nothing is held or taken out; null if there
     *     is nothing to forward yet
     */
    @Override
    public @Nullable ByteBuf accept(ByteBuf chunk) {
        try {
            int length = chunk.readableBytes();
            if (closed || length == 0 || (stopped() && !boundary.afterCr())) {
                return null;
            }
            allocator = chunk.alloc();
            if (chunk.hasArray()) {
                return accept(chunk, chunk.array(), chunk.arrayOffset() + chunk.readerIndex(), length);
            }
            byte[] bytes = Scratch.ARRIVED.atLeast(length);
            chunk.getBytes(chunk.readerIndex(), bytes, 0, length);
            return accept(chunk, bytes, 0, length);
        } finally {
            chunk.release();
        }
    }

    private @Nullable ByteBuf accept(ByteBuf chunk, byte[] bytes, int start, int length) {
        Passage passage = new Passage(chunk, allocator);
        int stop = start + length;
        int from = start + lateLineFeed(passage, bytes[start]);
        while (!stopped() && from < stop) {
            int end = boundary.next(bytes, from, stop);
            if (end < 0) {
                hold(passage.slice(from - start, length));
                break;
            }
            pass(passage, bytes, start, from, end);
            from = end;
        }
        return passage.take();
    }

    /** Lets the event that is held so far and ends at the given place go its way. */
    private void pass(Passage passage, byte[] bytes, int start, int from, int end) {
        int before = held.length();
        boolean tooLarge = before + end - from > maxEventBytes;
        boolean joining = before > 0 && !tooLarge;
        byte[] event = joining ? joined(bytes, from, end) : bytes;
        int eventFrom = joining ? 0 : from;
        int eventTo = joining ? before + end - from : end;
        last = tooLarge ? tooLarge() : state.read(event, eventFrom, eventTo);
        switch (last) {
            case FORWARD, LAST -> {
                held.moveTo(passage.outgoing());
                passage.forward(from - start, end - start);
            }
            case TRIM -> {
                held.release();
                passage.forward(event, eventFrom, eventTo, state.cuts());
            }
            case STRIP, FAIL -> held.release();
        }
    }

    private byte[] joined(byte[] bytes, int from, int end) {
        int before = held.length();
        byte[] joined = Scratch.JOINED.atLeast(before + end - from);
        held.copyTo(joined);
        System.arraycopy(bytes, from, joined, before, end - from);
        return joined;
    }

    /** The LF that belongs to the CR which ended the event before goes the way of that event. */
    private int lateLineFeed(Passage passage, byte first) {
        if (held.length() > 0 || !boundary.afterCr()) {
            return 0;
        }
        boundary.passLineFeed();
        if (first != '\n') {
            return 0;
        }
        if (forwarded()) {
            passage.forward(0, 1);
        }
        return 1;
    }

    private void hold(ByteBuf rest) {
        held.add(allocator, rest);
        if (held.length() > maxEventBytes) {
            held.release();
            last = tooLarge();
        }
    }

    private Verdict tooLarge() {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", "an event of the provider's stream is larger than " + maxEventBytes + " bytes");
        error.put("type", "upstream_error");
        error.put("code", "event_too_large");
        return state.fail(OpenAiErrors.body(error));
    }

    /**
     * Takes note that the upstream completed. A last event that lacks only its blank line is finished; a {@code [DONE]} that
     * is missing after the finish reasons is added.
     *
     * @return what is still to be forwarded, owned by the caller; null if there is nothing, or if the stream is not
     *     {@link #complete}, in which case it was cut and what is held is dropped
     */
    @Override
    public @Nullable ByteBuf end() {
        if (closed || stopped()) {
            release();
            return null;
        }
        ByteBuf lastEvent = held.length() > 0 && boundary.atLineStart() ? finishedEvent() : null;
        release();
        Outgoing outgoing = new Outgoing(allocator);
        if (lastEvent != null && state.complete()) {
            outgoing.add(lastEvent);
        } else if (lastEvent != null) {
            lastEvent.release();
        }
        byte[] missing = state.complete() ? state.missingEnd() : null;
        if (missing != null) {
            outgoing.add(direct(missing));
        }
        return outgoing.take();
    }

    /** Gives the event that is held its blank line. */
    private @Nullable ByteBuf finishedEvent() {
        byte[] blankLine = boundary.afterCr() ? new byte[] {'\n', '\n'} : new byte[] {'\n'};
        ByteBuf chunk = direct(blankLine);
        Passage passage = new Passage(chunk, allocator);
        pass(passage, blankLine, 0, 0, blankLine.length);
        ByteBuf event = passage.take();
        chunk.release();
        return event;
    }

    private ByteBuf direct(byte[] bytes) {
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    private boolean forwarded() {
        return last == Verdict.FORWARD || last == Verdict.TRIM || last == Verdict.LAST;
    }

    private boolean stopped() {
        return last == Verdict.LAST || last == Verdict.FAIL;
    }

    /** Frees what is held; from now on whatever comes is dropped. May be called at any time and more than once. */
    @Override
    public void release() {
        closed = true;
        held.release();
    }

    /** Returns the number of events that carried data, those not forwarded included. */
    public long events() {
        return state.events();
    }

    /**
     * Returns whether real output has been seen: text, reasoning, refusal, audio or a tool call that is not empty, or a
     * finish reason. An error event shows none, whatever else it holds.
     */
    @Override
    public boolean realOutput() {
        return state.realOutputs() > 0;
    }

    /** Returns the number of events with real output. */
    @Override
    public long realOutputs() {
        return state.realOutputs();
    }

    /** Returns the number of events whose data is no JSON; they are not forwarded. */
    @Override
    public long malformedEvents() {
        return state.malformedEvents();
    }

    /**
     * Returns whether the answer is whole: {@code [DONE]} came, or every choice seen has its finish reason; and no error
     * came.
     */
    @Override
    public boolean complete() {
        return state.complete();
    }

    public boolean doneSeen() {
        return state.missingEnd() == null;
    }

    /** Returns the usage reported last; null if there was none. */
    @Override
    public @Nullable Usage usage() {
        return state.usage();
    }

    /**
     * Returns the data of the error event that ended the stream; null if there was none. The provider's own words,
     * unscrubbed: they may echo a credential. For an event that was too large, an error of our own.
     */
    @Override
    public byte @Nullable [] errorPayload() {
        return state.errorPayload();
    }
}
