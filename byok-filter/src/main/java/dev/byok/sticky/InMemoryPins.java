package dev.byok.sticky;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The pins that one gateway process knows, {@value #MOST} at most. They lie in two halves: what is new goes into the young one,
 * which takes the place of the old one when it is full or as old as a pin may become. So nobody ever looks for what has
 * expired, and where there are too many those go that were used longest ago.
 */
public final class InMemoryPins implements Pins {

    static final int MOST = 200_000;

    private final AtomicReference<@Nullable Halves> halves = new AtomicReference<>();
    private final int half;

    private record Kept(Pin pin, Instant until) {}

    private record Halves(Map<PinKey, Kept> young, Map<PinKey, Kept> old, Instant until) {

        static Halves begun(Map<PinKey, Kept> old, Instant now) {
            return new Halves(new ConcurrentHashMap<>(), old, now.plus(TIME));
        }
    }

    public InMemoryPins() {
        this(MOST);
    }

    InMemoryPins(int most) {
        this.half = most / 2;
    }

    @Override
    public @Nullable Pin find(PinKey conversation, Instant now) {
        Halves known = halves.get();
        if (known == null) {
            return null;
        }
        Kept kept = known.young().get(conversation);
        if (kept == null) {
            kept = known.old().get(conversation);
        }
        return kept != null && kept.until().isAfter(now) ? kept.pin() : null;
    }

    @Override
    public void keep(PinKey conversation, Pin pin, Instant now) {
        Halves known = halves.get();
        if (known == null || known.young().size() >= half || !known.until().isAfter(now)) {
            Halves fresh = Halves.begun(known == null ? Map.of() : known.young(), now);
            known = halves.compareAndSet(known, fresh) ? fresh : current(fresh);
        }
        known.young().put(conversation, new Kept(pin, now.plus(TIME)));
    }

    private Halves current(Halves otherwise) {
        Halves known = halves.get();
        return known == null ? otherwise : known;
    }

    int size() {
        Halves known = halves.get();
        return known == null ? 0 : known.young().size() + known.old().size();
    }
}
