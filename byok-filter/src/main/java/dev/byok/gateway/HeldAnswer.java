package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One upstream answer as far as it has been read: what it turned out to be, what of it may go to the caller, and how it
 * ended. Owns what it holds until it is polled. Used by one thread at a time.
 */
final class HeldAnswer {

    private static final int PARKED_LIMIT = 256 * 1024;

    private final AnswerReader reader;
    private final Function<BodyEnd, @Nullable ByteBuf> lastWords;
    private final Consumer<BodyEnd> onEnd;
    private final AnswerClock clock;
    private final Queue<ByteBuf> ready = new ArrayDeque<>(4);

    private @Nullable Peek peek;
    private @Nullable BodyFailure failure;
    private @Nullable Throwable endError;
    private boolean decided;
    private boolean refused;
    private boolean ended;
    private int parkedBytes;
    private int parkedBuffers;
    private long outputs;

    /**
     * @param lastWords what to tell the caller when a committed answer ends in this way, owned by us; null to break the
     *     connection instead
     * @param onEnd told once how a committed answer ended
     */
    HeldAnswer(
            AnswerReader reader,
            Function<BodyEnd, @Nullable ByteBuf> lastWords,
            Consumer<BodyEnd> onEnd,
            AnswerClock clock) {
        this.reader = reader;
        this.lastWords = lastWords;
        this.onEnd = onEnd;
        this.clock = clock;
    }

    /**
     * Reads the next bytes.
     *
     * @param chunk owned by this object from now on
     * @return whether the upstream may send another buffer at once, since this one does not wait for the caller
     */
    boolean read(ByteBuf chunk) {
        if (ended || failure != null) {
            chunk.release();
            return false;
        }
        ByteBuf forward = accept(chunk);
        clock.bytes(reader.outputs() != outputs);
        outputs = reader.outputs();
        if (reader.complete()) {
            clock.answerIsComplete();
        }
        boolean parked = !decided;
        if (forward != null) {
            hold(forward);
        }
        if (!decided) {
            decide();
        } else if (reader.errorPayload() != null) {
            stopReading(BodyEnd.IN_BAND_ERROR);
        } else if (reader.broken()) {
            stopReading(BodyEnd.CUT);
        }
        return forward == null || parked;
    }

    /** A reader that fails must end the answer: thrown from here it would leave everything waiting for ever. */
    private @Nullable ByteBuf accept(ByteBuf chunk) {
        try {
            return reader.accept(chunk);
        } catch (RuntimeException | OutOfMemoryError thrown) {
            failure = new BodyFailure(BodyEnd.CUT, thrown);
            return null;
        }
    }

    private void hold(ByteBuf bytes) {
        ready.add(bytes);
        if (!decided) {
            parkedBytes += bytes.readableBytes();
            parkedBuffers++;
        }
    }

    /** Lets the caller hear something where it has taken all there is. */
    void ping() {
        ByteBuf ping = decided && !ended && failure == null && ready.isEmpty() ? reader.ping() : null;
        if (ping != null) {
            ready.add(ping);
        }
    }

    private void stopReading(BodyEnd end) {
        if (failure == null) {
            failure = new BodyFailure(end, null);
        }
    }

    private void decide() {
        byte[] error = reader.errorPayload();
        if (reader.tooLong()) {
            refuse(new Peek.TooLong());
        } else if (error == null && reader.broken() && !reader.complete()) {
            refuse(new Peek.Nothing());
        } else if (reader.committed()) {
            decided = true;
            peek = new Peek.Committed();
            if (error != null) {
                stopReading(BodyEnd.IN_BAND_ERROR);
            }
        } else if (error != null) {
            refuse(new Peek.InBandError(error));
        } else if (reader.complete() || (parkedBytes > PARKED_LIMIT && !reader.verified())) {
            refuse(new Peek.Nothing());
        }
    }

    private void refuse(Peek why) {
        decided = true;
        refused = true;
        ended = true;
        peek = why;
    }

    /**
     * Reads the end of the bytes.
     *
     * @param cause null if they ended well
     */
    void readEnd(@Nullable BodyFailure cause) {
        if (ended) {
            return;
        }
        boolean byTimer = cause != null && cause.cause() == null;
        ByteBuf rest = byTimer && !reader.complete() ? null : reader.end();
        if (rest != null) {
            ready.add(rest);
        }
        if (!decided) {
            decideAtEnd(cause);
        }
        if (!ended) {
            end(cause);
        }
    }

    private void decideAtEnd(@Nullable BodyFailure cause) {
        Throwable thrown = cause == null ? null : cause.cause();
        if (cause != null && !reader.complete()) {
            refuse(thrown == null ? new Peek.Silent() : new Peek.Broken(thrown));
            return;
        }
        decide();
        if (!decided) {
            refuse(new Peek.Nothing());
        }
    }

    private void end(@Nullable BodyFailure cause) {
        ended = true;
        boolean whole = cause == null ? reader.whole() : reader.complete();
        BodyEnd end = whole ? BodyEnd.COMPLETE : howItBroke(cause);
        reader.release();
        onEnd.accept(end);
        if (end == BodyEnd.COMPLETE) {
            return;
        }
        ByteBuf words = lastWords.apply(end);
        if (words != null) {
            ready.add(words);
        } else {
            Throwable thrown = cause == null ? null : cause.cause();
            endError = thrown != null ? thrown : new BrokenAnswerException(end);
        }
    }

    private BodyEnd howItBroke(@Nullable BodyFailure cause) {
        if (cause != null) {
            return cause.end();
        }
        return reader.errorPayload() != null ? BodyEnd.IN_BAND_ERROR : BodyEnd.CUT;
    }

    /** Gives it up and frees what is held. Idempotent. */
    void abandon() {
        ByteBuf buffer = ready.poll();
        while (buffer != null) {
            buffer.release();
            buffer = ready.poll();
        }
        reader.release();
        if (decided && !ended) {
            onEnd.accept(BodyEnd.CANCELLED);
        }
        decided = true;
        ended = true;
    }

    /** Returns once what the beginning turned out to be; null before it is known and ever after. */
    @Nullable
    Peek takePeek() {
        Peek known = peek;
        peek = null;
        return known;
    }

    /** Returns why reading on makes no sense, or null. */
    @Nullable
    BodyFailure failure() {
        return failure;
    }

    /** Returns whether none of it may reach the caller. */
    boolean refused() {
        return refused;
    }

    boolean ended() {
        return ended;
    }

    boolean decided() {
        return decided;
    }

    /** Returns what the caller's connection ends with after the last buffer, or null. */
    @Nullable
    Throwable endError() {
        return endError;
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** Returns whether all of it is here, well ended, in one buffer that nobody has taken. */
    boolean isOneWholeBuffer() {
        return ended && !refused && endError == null && ready.size() == 1;
    }

    /** Returns the next buffer, owned by whoever called, or null. */
    @Nullable
    ByteBuf poll() {
        return ready.poll();
    }

    /** Returns whether the buffer just polled had been parked, so that another one in its place was let in already. */
    boolean wasParked() {
        if (parkedBuffers == 0) {
            return false;
        }
        parkedBuffers--;
        return true;
    }
}
