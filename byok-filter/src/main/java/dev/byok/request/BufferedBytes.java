package dev.byok.request;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;

/** How many bytes of request bodies are held at once, over all requests, and how many may be. Thread-safe. */
public final class BufferedBytes {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    public BufferedBytes(DataSize max) {
        this.max = max.toBytes();
    }

    /** Returns the share of one request: nothing yet. To be closed when the request's body has been released. */
    public Share share() {
        return new Share();
    }

    /** Returns how many bytes are held at the moment. */
    public long used() {
        return used.get();
    }

    private boolean add(long bytes) {
        long before = used.get();
        while (bytes <= max - before) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /** What one request holds. Grows on one thread at a time; may be closed by any. */
    public final class Share implements AutoCloseable {

        private static final long CLOSED = -1;

        private final AtomicLong held = new AtomicLong();

        private Share() {}

        /**
         * Makes the share at least as large as this.
         *
         * @return false where that would be too much for all requests together; the share stays as it is then
         */
        boolean cover(long bytes) {
            long before = held.get();
            if (before == CLOSED || bytes <= before) {
                return true; // who has closed it has given the body up
            }
            if (!add(bytes - before)) {
                return false;
            }
            if (!held.compareAndSet(before, bytes)) {
                used.addAndGet(before - bytes); // closed meanwhile
            }
            return true;
        }

        /**
         * Makes the share at least as large as this.
         *
         * @throws BodyRefusedException where that would be too much for all requests together
         */
        public void require(long bytes) {
            if (!cover(bytes)) {
                throw BodyCollector.busy();
            }
        }

        /** Gives it all back, once. */
        @Override
        public void close() {
            long before = held.getAndSet(CLOSED);
            if (before > 0) {
                used.addAndGet(-before);
            }
        }
    }
}
