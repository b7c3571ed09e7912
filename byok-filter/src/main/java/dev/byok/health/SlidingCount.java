package dev.byok.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what went well and what did not within the last while. Lock-free; within a step's width exact. */
final class SlidingCount {

    private static final int STEPS = 10;
    private static final int COUNT_BITS = 20;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int STEP_SHIFT = 2 * COUNT_BITS;
    private static final long STEP_MASK = (1L << (Long.SIZE - STEP_SHIFT)) - 1;

    /** Per step: its number, the failures, the rest. */
    private final AtomicLongArray steps = new AtomicLongArray(STEPS);

    private final long stepMillis;

    SlidingCount(Duration window) {
        this.stepMillis = window.toMillis() / STEPS;
    }

    void add(boolean failure, long nowMillis) {
        long number = nowMillis / stepMillis;
        int index = (int) (number % STEPS);
        long one = failure ? 1L << COUNT_BITS : 1;
        while (true) {
            long before = steps.get(index);
            boolean fresh = stepOf(before) != (number & STEP_MASK);
            long start = fresh ? (number & STEP_MASK) << STEP_SHIFT : before;
            if (count(start, failure) == COUNT_MASK || steps.compareAndSet(index, before, start + one)) {
                return;
            }
        }
    }

    /** Returns the share of failures; 0 if there were fewer than {@code least} altogether. */
    double failureRate(int least, long nowMillis) {
        long number = nowMillis / stepMillis;
        long failures = 0;
        long others = 0;
        for (int i = 0; i < STEPS; i++) {
            long step = steps.get(i);
            long age = ((number & STEP_MASK) - stepOf(step)) & STEP_MASK;
            if (age < STEPS) {
                failures += count(step, true);
                others += count(step, false);
            }
        }
        long all = failures + others;
        return all < least || all == 0 ? 0 : (double) failures / all;
    }

    void clear() {
        for (int i = 0; i < STEPS; i++) {
            steps.set(i, 0);
        }
    }

    private static long stepOf(long step) {
        return step >>> STEP_SHIFT;
    }

    private static long count(long step, boolean failure) {
        return (failure ? step >>> COUNT_BITS : step) & COUNT_MASK;
    }
}
