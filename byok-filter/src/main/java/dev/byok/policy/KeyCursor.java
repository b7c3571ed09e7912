package dev.byok.policy;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A walk over some of a list's keys, in the list's order. */
final class KeyCursor implements Iterator<ProviderKey> {

    private static final int END = Integer.MAX_VALUE;

    private final List<ProviderKey> all;
    private final int[][] places;
    private final int[] next;
    private int upcoming;

    /** Walks over the keys at some places, which ascend within each array; no place is in two of them. */
    KeyCursor(List<ProviderKey> all, int[]... places) {
        this.all = all;
        this.places = places;
        this.next = new int[places.length];
        this.upcoming = advance();
    }

    @Override
    public boolean hasNext() {
        return upcoming != END;
    }

    @Override
    public ProviderKey next() {
        if (upcoming == END) {
            throw new NoSuchElementException();
        }
        ProviderKey key = all.get(upcoming);
        upcoming = advance();
        return key;
    }

    /** Takes the smallest of the places that come next. */
    private int advance() {
        int from = -1;
        int smallest = END;
        for (int i = 0; i < places.length; i++) {
            if (next[i] < places[i].length && places[i][next[i]] < smallest) {
                smallest = places[i][next[i]];
                from = i;
            }
        }
        if (from >= 0) {
            next[from]++;
        }
        return smallest;
    }
}
