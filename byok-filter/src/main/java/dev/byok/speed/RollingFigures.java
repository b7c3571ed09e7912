package dev.byok.speed;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of one quantity over the last five minutes, from 0.1 ms or one token in a thousand seconds up, within 10 %. Each
 * value is counted in one of a fixed number of bins, for the ten seconds it falls into. Whoever adds a value looks whether the
 * percentiles are to be made anew: whoever reads them finds them made. Lock-free: of values that come in the very moment in
 * which a step begins a few may be lost.
 */
final class RollingFigures {

    private static final int STEPS = 30;
    private static final long STEP_MILLIS = 10_000;
    private static final long REFRESH_MILLIS = 250;

    /** The latest values: those of the step under way and of the one before it. */
    private static final int RECENT_STEPS = 2;

    private static final int BINS = 128;
    private static final double BINS_PER_DOUBLING = 4;
    private static final double SMALLEST = 1e-4;

    private final boolean smallIsGood;
    private final AtomicLongArray numbers = new AtomicLongArray(STEPS);
    private final AtomicIntegerArray counts = new AtomicIntegerArray(STEPS * BINS);
    private final AtomicLong refreshed = new AtomicLong(Long.MIN_VALUE);
    private volatile Speed.@Nullable Figures figures;

    /** @param smallIsGood whether a smaller value is the better one */
    RollingFigures(boolean smallIsGood) {
        this.smallIsGood = smallIsGood;
    }

    Speed.@Nullable Figures figures() {
        return figures;
    }

    void add(double value, Instant now) {
        long millis = now.toEpochMilli();
        long number = millis / STEP_MILLIS;
        int step = (int) (number % STEPS);
        long before = numbers.get(step);
        if (before != number && numbers.compareAndSet(step, before, number)) {
            for (int bin = 0; bin < BINS; bin++) {
                counts.set(step * BINS + bin, 0);
            }
        }
        counts.incrementAndGet(step * BINS + bin(value));
        long last = refreshed.get();
        if ((last == Long.MIN_VALUE || millis - last >= REFRESH_MILLIS) && refreshed.compareAndSet(last, millis)) {
            figures = made(number);
        }
    }

    private static int bin(double value) {
        double doublings = Math.log(Math.max(value, SMALLEST) / SMALLEST) / Math.log(2);
        return Math.min(BINS - 1, (int) (doublings * BINS_PER_DOUBLING));
    }

    /** The middle of a bin. */
    private static double value(int bin) {
        return SMALLEST * Math.pow(2, (bin + 0.5) / BINS_PER_DOUBLING);
    }

    private Speed.Figures made(long number) {
        long[] all = new long[BINS];
        long[] recent = new long[BINS];
        for (int step = 0; step < STEPS; step++) {
            long age = number - numbers.get(step);
            for (int bin = 0; bin < BINS && age >= 0 && age < STEPS; bin++) {
                int count = counts.get(step * BINS + bin);
                all[bin] += count;
                recent[bin] += age < RECENT_STEPS ? count : 0;
            }
        }
        return new Speed.Figures(at(recent, 0.5), at(all, 0.5), at(all, 0.75), at(all, 0.9), at(all, 0.99));
    }

    /** Returns the value that this share of all is as good as, or better. */
    private double at(long[] bins, double share) {
        long total = 0;
        for (long count : bins) {
            total += count;
        }
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int i = 0; i < BINS; i++) {
            int bin = smallIsGood ? i : BINS - 1 - i;
            seen += bins[bin];
            if (seen >= wanted) {
                return value(bin);
            }
        }
        return value(smallIsGood ? BINS - 1 : 0);
    }
}
