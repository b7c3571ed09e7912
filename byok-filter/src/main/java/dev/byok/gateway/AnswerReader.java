package dev.byok.gateway;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads one upstream answer as its bytes arrive and decides when it may be passed on. Called by one thread at a time.
 */
interface AnswerReader {

    /**
     * Takes the next bytes.
     *
     * @param chunk owned by this reader from now on
     * @return what may go to the caller, owned by whoever called; null if nothing yet
     */
    @Nullable
    ByteBuf accept(ByteBuf chunk);

    /**
     * Takes the end of the answer, whether it ended well or was cut.
     *
     * @return what must still go to the caller, owned by whoever called; null if nothing
     */
    @Nullable
    ByteBuf end();

    /** Returns whether the answer has shown something that commits to it. */
    boolean committed();

    /** Returns the error the provider reported inside the answer, or null. */
    byte @Nullable [] errorPayload();

    /** Returns whether the bytes make no sense as an answer. */
    boolean broken();

    /** Returns whether the answer is whole: nothing that follows matters. */
    boolean complete();

    /** Returns whether an answer that has ended did so properly. */
    boolean whole();

    /** Returns whether it is held to its end before it may be passed on. */
    default boolean verified() {
        return false;
    }

    /** Returns whether it is longer than may be held. */
    default boolean tooLong() {
        return false;
    }

    /** Returns how often real output has been seen. */
    long outputs();

    /** Returns how many tokens an answer that has ended says it has; 0 where it says nothing. Costs something to find out. */
    default long tokens() {
        return 0;
    }

    /** Returns whether {@link #ping} says something now and then. */
    default boolean pings() {
        return false;
    }

    /** Returns what keeps the caller's connection open, owned by whoever called; null if it is not time for it. */
    default @Nullable ByteBuf ping() {
        return null;
    }

    /** Frees whatever is held; may be called more than once. */
    void release();
}
