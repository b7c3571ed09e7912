package dev.byok.dialect;

import java.util.Arrays;

/** Places in an array that are to be left out, from left to right. Reused from event to event. */
final class Cuts {

    private int[] places = new int[8];
    private int used;

    void clear() {
        used = 0;
    }

    boolean isEmpty() {
        return used == 0;
    }

    int count() {
        return used / 2;
    }

    int from(int index) {
        return places[2 * index];
    }

    int to(int index) {
        return places[2 * index + 1];
    }

    /** Adds one that lies behind all others. */
    void add(int from, int to) {
        if (used == places.length) {
            places = Arrays.copyOf(places, 2 * used);
        }
        places[used++] = from;
        places[used++] = to;
    }

    /** Lets the last one end further right. */
    void extendTo(int to) {
        places[used - 1] = to;
    }
}
