package dev.byok.revocation;

import java.util.HashSet;
import java.util.Set;

/** The revocations of one gateway process; a restart lifts them all. Thread-safe. */
public final class InMemoryRevocations implements Revocations {

    private volatile Set<Revocation> all = Set.of();

    @Override
    public Set<Revocation> inForce() {
        return all;
    }

    @Override
    public synchronized boolean revoke(Revocation what) {
        Set<Revocation> more = new HashSet<>(all);
        boolean added = more.add(what);
        all = Set.copyOf(more);
        return added;
    }

    @Override
    public synchronized boolean lift(Revocation what) {
        Set<Revocation> fewer = new HashSet<>(all);
        boolean removed = fewer.remove(what);
        all = Set.copyOf(fewer);
        return removed;
    }
}
