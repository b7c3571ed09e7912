package dev.byok.health;

import dev.byok.outcome.OutcomeClass;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests away from an endpoint that fails: opens at {@value #IN_A_ROW} failures in a row, or where more than half
 * of at least {@value #LEAST} requests within 30 s failed, for 5 s doubling to 30 s. Then one attempt at a time probes it.
 */
final class EndpointBreaker {

    private static final int IN_A_ROW = 5;
    private static final int LEAST = 20;
    private static final double HALF = 0.5;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final SlidingCount counts = new SlidingCount(WINDOW);
    private final AtomicInteger inARow = new AtomicInteger();
    private final AtomicReference<@Nullable Open> open = new AtomicReference<>();
    private volatile @Nullable Instant lastOpened;

    /**
     * @param since when it opened: what attempts say that began earlier is old news
     * @param leased until when somebody probes; null if nobody does
     */
    private record Open(
            OutcomeClass why,
            Instant since,
            Instant until,
            int strikes,
            @Nullable Instant leased) {

        Open leasedUntil(@Nullable Instant end) {
            return new Open(why, since, until, strikes, end);
        }

        Standing standing(Instant now) {
            if (until.isAfter(now)) {
                return Standing.cooling(why, until);
            }
            return leased != null && leased.isAfter(now) ? Standing.cooling(why, leased) : Standing.READY;
        }

        HealthReport.State state(Instant now) {
            return new HealthReport.State(
                    why, standing(now).until(), strikes + 1, leased != null && leased.isAfter(now));
        }
    }

    Standing standing(Instant now) {
        Open state = open.get();
        return state == null ? Standing.READY : state.standing(now);
    }

    /** Returns whether requests are kept away, or were within the window. */
    boolean isTroubled(Instant now) {
        Instant opened = lastOpened;
        return opened != null
                && (opened.plus(WINDOW).isAfter(now) || !standing(now).ready());
    }

    /** Returns what is held against the endpoint; null if nothing is. */
    HealthReport.@Nullable State state(Instant now) {
        Open state = open.get();
        return state == null ? null : state.state(now);
    }

    /** As what an attempt is let in. */
    enum Entry {
        /** Another attempt is the probe, or it is too early. */
        REFUSED,
        /** The endpoint is open to all. */
        FREE,
        /** It has the lease of the probe: what it meets decides. */
        PROBE
    }

    /** Takes the lease of the probe where one is needed. */
    Entry enter(Duration lease, Instant now) {
        while (true) {
            Open state = open.get();
            if (state == null) {
                return Entry.FREE;
            }
            if (!state.standing(now).ready()) {
                return Entry.REFUSED;
            }
            if (open.compareAndSet(state, state.leasedUntil(now.plus(lease)))) {
                return Entry.PROBE;
            }
        }
    }

    /** Gives the lease of a probe back, undecided. */
    void leave(Instant began) {
        Open state = open.get();
        if (state != null && state.leased() != null && !began.isBefore(state.since())) {
            open.compareAndSet(state, state.leasedUntil(null));
        }
    }

    /** @param probe whether it was let in as one: whoever was free to come says nothing of what was met since */
    void succeeded(boolean probe, Instant began, Instant now) {
        counts.add(false, now.toEpochMilli());
        if (inARow.get() != 0) {
            inARow.set(0);
        }
        Open state = open.get();
        if (state != null && probe && !began.isBefore(state.since()) && open.compareAndSet(state, null)) {
            counts.clear();
        }
    }

    /**
     * @param asked how long the provider asks to wait; null if it did not say
     * @param probe whether it was let in as one: whoever was free to come only confirms that it is open
     */
    void failed(OutcomeClass why, @Nullable Duration asked, boolean probe, Instant began, Instant now) {
        counts.add(true, now.toEpochMilli());
        Open state = open.get();
        if (state != null) {
            if (probe && !began.isBefore(state.since())) {
                open.compareAndSet(state, opened(why, asked, state.strikes() + 1, now));
                lastOpened = now;
            }
            return;
        }
        boolean many = inARow.incrementAndGet() >= IN_A_ROW;
        if (many || counts.failureRate(LEAST, now.toEpochMilli()) > HALF) {
            open.compareAndSet(null, opened(why, asked, 0, now));
            lastOpened = now;
        }
    }

    private static Open opened(OutcomeClass why, @Nullable Duration asked, int strikes, Instant now) {
        Duration time = CoolingTime.doubled(FIRST, strikes, LONGEST);
        Duration longer = asked != null && asked.compareTo(time) > 0 ? asked : time;
        return new Open(why, now, now.plus(longer), strikes, null);
    }
}
