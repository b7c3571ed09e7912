package dev.byok.e2e;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the providers saw: for each request, by its nonce, the calls in their order. */
final class UpstreamLog {

    /** One call that arrived at a provider. */
    record Seen(String provider, String credential) {}

    private final Map<String, List<Seen>> calls = new ConcurrentHashMap<>();

    void add(String nonce, Seen call) {
        calls.computeIfAbsent(nonce, any -> new CopyOnWriteArrayList<>()).add(call);
    }

    List<Seen> callsFor(String nonce) {
        return calls.getOrDefault(nonce, List.of());
    }

    int size() {
        return calls.values().stream().mapToInt(List::size).sum();
    }
}
