package dev.byok.policy.document;

import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A workspace's keys with {@code on-failure: return}; of those that say the same about requests, one is kept. */
final class ReturningKeys {

    private final Map<String, Map<Object, ProviderKey>> forAnybody = new HashMap<>();
    private final Map<String, Map<Object, ProviderKey>> forSomebody = new HashMap<>();

    ReturningKeys(Collection<WrittenKey> keys) {
        keys.stream()
                .map(WrittenKey::key)
                .filter(key -> key.onFailure() == OnFailure.RETURN)
                .forEach(this::add);
    }

    private void add(ProviderKey key) {
        KeyFilters filters = key.filters();
        KeyFilters models = new KeyFilters(filters.models(), null, null, null);
        put(forSomebody, key, models);
        if (filters.apiKeys() == null) {
            put(forAnybody, key, filters);
        }
    }

    private static void put(Map<String, Map<Object, ProviderKey>> keys, ProviderKey key, KeyFilters filters) {
        keys.computeIfAbsent(key.provider(), any -> new LinkedHashMap<>())
                .putIfAbsent(List.of(key.tier(), filters), key);
    }

    boolean isEmpty() {
        return forSomebody.isEmpty();
    }

    /** Returns those that cover a model and name no callers. */
    Stream<ProviderKey> forAnybody(String provider, Tier tier, Model model) {
        return covering(forAnybody, provider, tier, model);
    }

    /** Returns those that cover a model, whomever they are for. */
    Stream<ProviderKey> forSomebody(String provider, Tier tier, Model model) {
        return covering(forSomebody, provider, tier, model);
    }

    private static Stream<ProviderKey> covering(
            Map<String, Map<Object, ProviderKey>> keys, String provider, Tier tier, Model model) {
        return keys.getOrDefault(provider, Map.of()).values().stream()
                .filter(key -> key.tier() == tier && key.filters().coversModel(model.slug()));
    }
}
