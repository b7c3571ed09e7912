package dev.byok.idempotency;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened to requests with a key, since the start. Thread-safe. */
public final class IdempotencyCounts {

    /** What happens to such a request. */
    public enum Event {
        /** Its key was new. */
        FIRST,
        /** It got an answer that had been kept. */
        REPLAYED,
        /** It got the answer of a request that was still under way when it came. */
        JOINED,
        /** Its key stood for another request. */
        KEY_REUSED,
        /** What became of the first request is not known, or cannot be given again. */
        OUTCOME_UNKNOWN,
        /** There was no room for its key. */
        STORE_FULL
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

    public IdempotencyCounts() {
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    public void count(Event event) {
        adder(event).increment();
    }

    public long of(Event event) {
        return adder(event).sum();
    }

    private LongAdder adder(Event event) {
        return counts.computeIfAbsent(event, none -> new LongAdder());
    }
}
