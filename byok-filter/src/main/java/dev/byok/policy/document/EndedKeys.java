package dev.byok.policy.document;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys that no request ever tries, because {@code on-failure: return} of another one has ended its plan by then.
 * Among the keys of one provider this never happens: they are used up before the plan ends.
 */
final class EndedKeys {

    private final WrittenWorkspace written;
    private final Catalog models;
    private final ReturningKeys returning;

    EndedKeys(WrittenWorkspace written, Catalog models) {
        this.written = written;
        this.models = models;
        this.returning = new ReturningKeys(written.keys());
    }

    /** Reports each such key of a workspace that could be read whole. */
    static void check(WrittenWorkspace written, Catalog models) {
        EndedKeys keys = new EndedKeys(written, models);
        if (!keys.returning.isEmpty()) {
            written.keys().forEach(keys::check);
        }
    }

    private void check(WrittenKey each) {
        ProviderKey end = endOfAll(each.key());
        if (end != null) {
            each.section()
                    .problem("can never be tried: on-failure: return of " + Shown.text(end.name()) + " ("
                            + Shown.text(end.location().toString()) + ") ends each of its requests before");
        }
    }

    /** Returns a key that ends requests of this key before it is tried, if that happens to all of them; else null. */
    @Nullable
    ProviderKey endOfAll(ProviderKey key) {
        ProviderKey end = null;
        for (Requests requests : Requests.of(key, written, returning)) {
            for (Model model : models.servedBy(key.provider())) {
                if (key.filters().coversModel(model.slug())) {
                    end = end(key, model, requests);
                    if (end == null) {
                        return null;
                    }
                }
            }
        }
        return end;
    }

    private @Nullable ProviderKey end(ProviderKey key, Model model, Requests requests) {
        List<String> ranks = ranks(model);
        Map<String, Integer> completed = completed(ranks);
        int first = ranks.indexOf(key.provider());
        if (key.tier() == Tier.PRIORITIZED) {
            return endBefore(first, completed, model, Tier.PRIORITIZED, requests);
        }
        for (String provider : completed.keySet()) {
            boolean own = provider.equals(key.provider());
            if (own && requests.mayReturn(provider, Tier.PRIORITIZED, model)) {
                return null;
            }
            ProviderKey end = own ? null : requests.returning(provider, Tier.PRIORITIZED, model);
            if (end != null) {
                return end;
            }
        }
        return endBefore(first, completed, model, Tier.FALLBACK, requests);
    }

    /** Returns what ends the plan within a tier before the endpoint at a rank, or null. */
    private static @Nullable ProviderKey endBefore(
            int first, Map<String, Integer> completed, Model model, Tier tier, Requests requests) {
        for (Map.Entry<String, Integer> provider : completed.entrySet()) {
            if (provider.getValue() >= first) {
                return null;
            }
            ProviderKey end = requests.returning(provider.getKey(), tier, model);
            if (end != null) {
                return end;
            }
        }
        return null;
    }

    /** Returns the providers of the model's endpoints that the workspace may use, in order. */
    private List<String> ranks(Model model) {
        List<String> providers = new ArrayList<>();
        for (Endpoint endpoint : model.endpoints()) {
            if (written.workspace().mayUse(endpoint.provider().name())) {
                providers.add(endpoint.provider().name());
            }
        }
        return providers;
    }

    /** Returns the rank of each provider's last endpoint, in the order of these. */
    private static Map<String, Integer> completed(List<String> ranks) {
        Map<String, Integer> completed = new LinkedHashMap<>();
        for (int rank = 0; rank < ranks.size(); rank++) {
            completed.remove(ranks.get(rank));
            completed.put(ranks.get(rank), rank);
        }
        return completed;
    }
}
