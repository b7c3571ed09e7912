package dev.byok.dialect;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One upstream's event stream on its way to a caller of OpenAI's dialect. For one stream and one thread at a time. Give each
 * inbound buffer to {@link #accept}, then call {@link #end} if the upstream completed, and {@link #release} in any case.
 */
public interface AnswerStream {

    /**
     * Reads the bytes that came next.
     *
     * @param chunk owned by the stream from now on
     * @return what is to be forwarded, owned by the caller; null if there is nothing yet
     */
    @Nullable
    ByteBuf accept(ByteBuf chunk);

    /**
     * Takes note that the upstream completed.
     *
     * @return what is still to be forwarded, owned by the caller; null if there is nothing, or if the stream is not {@link
     *     #complete}, in which case it was cut
     */
    @Nullable
    ByteBuf end();

    /** Returns whether {@link #ping} says something now and then, while nothing comes from the upstream. */
    default boolean pings() {
        return false;
    }

    /**
     * Returns what keeps the caller's connection open where nothing has been forwarded for a while.
     *
     * @return owned by the caller; null if it is not time
     */
    default @Nullable ByteBuf ping() {
        return null;
    }

    /** Frees what is held; from now on whatever comes is dropped. May be called at any time and more than once. */
    void release();

    /** Returns whether text, reasoning, a tool call or a finish reason has been seen. */
    boolean realOutput();

    /** Returns the number of events with real output. */
    long realOutputs();

    /** Returns the number of events that make no sense; they are not forwarded. */
    long malformedEvents();

    /** Returns whether the answer is whole, and no error came. */
    boolean complete();

    /** Returns the usage reported last; null if there was none. */
    @Nullable
    Usage usage();

    /** Returns the data of the error event that ended the stream, unscrubbed; null if there was none. */
    byte @Nullable [] errorPayload();
}
