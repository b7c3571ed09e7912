package dev.byok.policy;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A workspace's own keys for one provider, by section. What a request needs of them is found in a time that does not depend on how many
 * there are for other callers. Immutable.
 */
public final class ProviderKeys {

    public static final ProviderKeys NONE = new ProviderKeys(List.of());

    private final List<ProviderKey> all;
    private final KeyIndex prioritized;
    private final KeyIndex fallback;
    private final KeyIndex closing;
    private final KeyIndex returning;

    /**
     * Indexes keys.
     *
     * @param all prioritized ones first, then fallback ones, each by position
     */
    public ProviderKeys(List<ProviderKey> all) {
        this.all = List.copyOf(all);
        this.prioritized = KeyIndex.of(this.all, key -> key.tier() == Tier.PRIORITIZED);
        this.fallback = KeyIndex.of(this.all, key -> key.tier() == Tier.FALLBACK);
        this.closing = KeyIndex.of(this.all, key -> key.sharedCapacity() != SharedCapacityRule.USE);
        this.returning = KeyIndex.of(this.all, key -> key.onFailure() == OnFailure.RETURN);
    }

    /** Returns all keys, in order. */
    public List<ProviderKey> all() {
        return all;
    }

    /** Returns the keys of a section that may be meant for a caller; every one that is meant for it is among them. */
    public Iterator<ProviderKey> of(Tier section, Caller caller) {
        return switch (section) {
            case PRIORITIZED -> prioritized.of(caller);
            case FALLBACK -> fallback.of(caller);
            case SHARED -> Collections.emptyIterator();
        };
    }

    /** Returns those that may close shared capacity for a caller. */
    public Iterator<ProviderKey> closing(Caller caller) {
        return closing.of(caller);
    }

    /** Returns those whose failure may be the failure of a caller's request. */
    public Iterator<ProviderKey> returning(Caller caller) {
        return returning.of(caller);
    }

    /** Returns whether there is a key whose failure may be the failure of anybody's request. */
    public boolean mayReturn() {
        return !returning.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProviderKeys keys && keys.all.equals(all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}
