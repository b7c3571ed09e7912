package dev.byok.health;

import dev.byok.quota.Demand;
import dev.byok.quota.Quota;
import dev.byok.quota.Remaining;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said is left of one credential's limits for one model, less what has been admitted since. What an answer
 * says is as of its attempt's admission, so that an answer that took long does not hide those that were admitted meanwhile.
 * Lock-free.
 */
final class Allowance {

    private final AtomicReference<Demand> admitted = new AtomicReference<>(Demand.NONE);
    private final AtomicReference<List<Figure>> figures = new AtomicReference<>(List.of());

    /**
     * @param upTo all that had been admitted when the attempt was whose answer says this, itself included
     */
    private record Figure(Remaining said, Demand upTo) {

        /** Of attempts whose order nobody knows the one that leaves less counts. */
        Figure or(Figure fresh, Instant now) {
            long later = fresh.upTo.requests() - upTo.requests();
            boolean replaced = later > 0 || (later == 0 && (!said.holds(now) || fresh.said.amount() < said.amount()));
            return replaced ? fresh : this;
        }

        long left(Demand admitted) {
            return said.amount() - said.metered().of(admitted.minus(upTo));
        }
    }

    /** Counts an attempt; returns all that has been admitted so far. */
    Demand admit(Demand demand) {
        return admitted.accumulateAndGet(demand, Demand::plus);
    }

    /**
     * Takes note of what an answer says.
     *
     * @param upTo what {@link #admit} returned for its attempt; nothing for one that came before this was made
     */
    void tell(Quota quota, Demand upTo, Instant now) {
        while (true) {
            List<Figure> before = figures();
            if (figures.compareAndSet(before, merged(before, quota, upTo, now))) {
                return;
            }
        }
    }

    private static List<Figure> merged(List<Figure> before, Quota quota, Demand upTo, Instant now) {
        List<Figure> all = new ArrayList<>(quota.limits().size());
        for (Remaining said : quota.limits()) {
            Figure fresh = new Figure(said, upTo);
            Figure known = find(before, said.limit());
            all.add(known == null ? fresh : known.or(fresh, now));
        }
        for (Figure known : before) {
            if (find(all, known.said().limit()) == null) {
                all.add(known);
            }
        }
        return all;
    }

    private static @Nullable Figure find(List<Figure> figures, String limit) {
        for (Figure figure : figures) {
            if (figure.said().limit().equals(limit)) {
                return figure;
            }
        }
        return null;
    }

    boolean carries(Demand demand, Instant now) {
        Demand soFar = soFar();
        List<Figure> known = figures();
        for (int i = 0; i < known.size(); i++) {
            Figure figure = known.get(i);
            Remaining said = figure.said();
            if (said.holds(now) && figure.left(soFar) < said.metered().of(demand)) {
                return false;
            }
        }
        return true;
    }

    /** Returns what is left, of the limits that anything is known of now. */
    List<Remaining> left(Instant now) {
        Demand soFar = soFar();
        return figures().stream()
                .filter(figure -> figure.said().holds(now))
                .map(figure -> new Remaining(
                        figure.said().limit(),
                        figure.said().metered(),
                        Math.max(0, figure.left(soFar)),
                        figure.said().until()))
                .toList();
    }

    private Demand soFar() {
        return Objects.requireNonNull(admitted.get());
    }

    private List<Figure> figures() {
        return Objects.requireNonNull(figures.get());
    }
}
