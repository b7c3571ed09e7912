package dev.byok.dialect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one stream have shown so far, and what is to be done with each of them. Each dialect whose streams pass
 * untouched has one of its own. For one stream and one thread at a time.
 */
public abstract class StreamState {

    /** What becomes of an event. */
    protected enum Verdict {
        FORWARD,
        /** Forwarded without what {@link #cuts} says. */
        TRIM,
        /** Taken out: only the gateway asked for it, or nobody could read it. */
        STRIP,
        /** Forwarded, and nothing after it. */
        LAST,
        /** Not forwarded, nor anything after it. */
        FAIL
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final SseEvent event = new SseEvent();
    private boolean started;
    private long events;
    private long realOutputs;
    private long malformedEvents;
    private byte @Nullable [] errorPayload;

    protected StreamState() {}

    /** Reads one whole event, line ends included. */
    final Verdict read(byte[] bytes, int from, int to) {
        event.read(bytes, from + (started ? 0 : markAt(bytes, from, to)), to);
        started = true;
        Verdict verdict = event.error() || event.hasData() ? judgeOrFail() : Verdict.FORWARD;
        event.clear();
        return verdict;
    }

    private Verdict judgeOrFail() {
        events++;
        return event.error() ? fail(event.data()) : judge(event);
    }

    /** Returns the length of the byte order mark that a stream begins with; 0 where it has none. */
    static int markAt(byte[] bytes, int from, int to) {
        int length = BYTE_ORDER_MARK.length;
        boolean marked = to - from >= length && Arrays.equals(bytes, from, from + length, BYTE_ORDER_MARK, 0, length);
        return marked ? length : 0;
    }

    /** Judges an event with data, whose type is not {@code error}; it is valid until this returns. */
    protected abstract Verdict judge(SseEvent event);

    /** Returns what is to be left out of the array given last, if the verdict says so. */
    Cuts cuts() {
        throw new IllegalStateException("nothing is trimmed");
    }

    /** Returns whether the answer is whole, and no error came. */
    protected abstract boolean complete();

    /** Returns the event that a whole answer still lacks at its end; null if it lacks none. */
    protected abstract byte @Nullable [] missingEnd();

    /** Returns the usage reported last; null if there was none. */
    protected abstract @Nullable Usage usage();

    /** Ends the stream with an error. */
    protected final Verdict fail(byte[] payload) {
        errorPayload = payload;
        return Verdict.FAIL;
    }

    /** Takes an event out that makes no sense. */
    protected final Verdict malformed() {
        malformedEvents++;
        return Verdict.STRIP;
    }

    /** Notes that the event at hand has real output. */
    protected final void output() {
        realOutputs++;
    }

    protected final byte @Nullable [] errorPayload() {
        return errorPayload;
    }

    protected final long realOutputs() {
        return realOutputs;
    }

    final long events() {
        return events;
    }

    final long malformedEvents() {
        return malformedEvents;
    }
}
