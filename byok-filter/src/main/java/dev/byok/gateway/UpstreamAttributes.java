package dev.byok.gateway;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An exchange's attributes, of which some are an attempt's own; all others are read and written where they are. */
final class UpstreamAttributes extends AbstractMap<String, Object> {

    private final Map<String, Object> shared;
    private final Set<String> ownNames;
    private final Map<String, Object> own = new ConcurrentHashMap<>();
    private volatile boolean handedOver;

    UpstreamAttributes(Map<String, Object> shared, Set<String> ownNames) {
        this.shared = shared;
        this.ownNames = ownNames;
    }

    /** Gives away all that is the attempt's own, also what becomes of it from now on. */
    void handOver() {
        own.forEach(shared::put);
        handedOver = true;
    }

    @Override
    public @Nullable Object get(Object name) {
        return holding(name).get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return holding(name).containsKey(name);
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        return holding(name).put(name, value);
    }

    @Override
    public @Nullable Object remove(Object name) {
        return holding(name).remove(name);
    }

    /** Returns a copy: whoever wants to change something does so by name. */
    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> all = new HashMap<>(shared);
        if (!handedOver) {
            all.keySet().removeAll(ownNames);
            all.putAll(own);
        }
        return Collections.unmodifiableMap(all).entrySet();
    }

    private Map<String, Object> holding(Object name) {
        return !handedOver && ownNames.contains(name) ? own : shared;
    }
}
