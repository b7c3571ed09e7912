package dev.byok.dialect;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Arrays to look at bytes in, and to write them to, a few per thread, since an idle stream should hold none. What is larger than
 * {@link #KEPT_BYTES} gets an array of its own that is not kept. Contents are valid until the same thread asks again.
 */
public final class Scratch {

    private static final int FIRST_BYTES = 4 * 1024;
    public static final int KEPT_BYTES = 64 * 1024;

    /** For the bytes that have just arrived. */
    public static final Scratch ARRIVED = new Scratch();
    /** For an event that came in several pieces. */
    static final Scratch JOINED = new Scratch();
    /** For a request that is being written. */
    static final Scratch WRITTEN = new Scratch();

    private final FastThreadLocal<byte[]> arrays = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[FIRST_BYTES];
        }
    };

    private Scratch() {}

    /** Returns an array of at least so many bytes, with anything in it. */
    public byte[] atLeast(int length) {
        byte[] kept = arrays.get();
        if (length <= kept.length) {
            return kept;
        }
        if (length > KEPT_BYTES) {
            return new byte[length];
        }
        byte[] larger = new byte[Integer.highestOneBit(length - 1) << 1];
        arrays.set(larger);
        return larger;
    }
}
