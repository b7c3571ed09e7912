package dev.byok.actuate;

import dev.byok.idempotency.IdempotencyCounts;
import dev.byok.idempotency.IdempotencyCounts.Event;
import dev.byok.idempotency.InMemoryIdempotencyStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The meters {@code byok.idempotency.*}: what becomes of requests with an {@code Idempotency-Key}. */
public final class IdempotencyMeters implements MeterBinder {

    /** Requests with a key, by the tag {@code outcome}: {@code first}, {@code replayed}, {@code joined} and so on. */
    public static final String REQUESTS = "byok.idempotency.requests";

    /** Keys known at the moment, those of requests under way included. */
    public static final String ENTRIES = "byok.idempotency.entries";

    /** Bytes of answers held at the moment. */
    public static final String BYTES = "byok.idempotency.bytes";

    /** Answers and keys given up before their time, since there was no room for others. */
    public static final String DROPPED = "byok.idempotency.dropped";

    private final IdempotencyCounts counts;
    private final @Nullable InMemoryIdempotencyStore inMemory;

    /**
     * @param inMemory null where the host keeps answers elsewhere
     */
    public IdempotencyMeters(IdempotencyCounts counts, @Nullable InMemoryIdempotencyStore inMemory) {
        this.counts = counts;
        this.inMemory = inMemory;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Event event : Event.values()) {
            FunctionCounter.builder(REQUESTS, counts, known -> known.of(event))
                    .description("Requests with an Idempotency-Key, by what became of them")
                    .tag("outcome", event.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        if (inMemory != null) {
            bind(inMemory, registry);
        }
    }

    private static void bind(InMemoryIdempotencyStore store, MeterRegistry registry) {
        Gauge.builder(ENTRIES, store, InMemoryIdempotencyStore::entries)
                .description("Idempotency keys known at the moment")
                .register(registry);
        Gauge.builder(BYTES, store, InMemoryIdempotencyStore::bytes)
                .description("Bytes of answers held for requests that come again")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder(DROPPED, store, InMemoryIdempotencyStore::dropped)
                .description("Answers and keys given up before their time, for want of room")
                .register(registry);
    }
}
