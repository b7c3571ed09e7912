package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.ProviderKeys;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code on-failure: return} ends a plan: once the own keys of the key's provider are used up for a model. Such a
 * key in the prioritized section ends it after the provider's last endpoint in that tier, followed only by the provider's
 * fallback keys; a key in the fallback section ends it after the provider's last endpoint in the fallback tier.
 *
 * @param modelIndex the model at which the plan ends
 * @param rank the rank of the provider's last endpoint of that model
 * @param key the key that asks for it, usable or not
 */
record PlanEnd(int modelIndex, int rank, ProviderKey key) {

    /**
     * Returns where a model ends the plan, or null where no such key applies. Prioritized keys are heard first; of
     * several providers the one that is completed first decides.
     *
     * @param endpoints by rank, only those the workspace may use
     */
    static @Nullable PlanEnd find(
            Workspace workspace, Caller caller, Model model, int modelIndex, List<Endpoint> endpoints) {
        PlanEnd fallbackEnd = null;
        for (int rank = 0; rank < endpoints.size(); rank++) {
            ProviderKeys keys = workspace.ownKeys(endpoints.get(rank).provider().name());
            if (!keys.mayReturn() || !isLastOfItsProvider(endpoints, rank)) {
                continue;
            }
            // Prioritized keys come before fallback ones.
            ProviderKey key = firstReturning(keys.returning(caller), caller, model);
            if (key != null && key.tier() == Tier.PRIORITIZED) {
                return new PlanEnd(modelIndex, rank, key);
            }
            if (key != null && fallbackEnd == null) {
                fallbackEnd = new PlanEnd(modelIndex, rank, key);
            }
        }
        return fallbackEnd;
    }

    /** Returns whether a copy belongs to the plan, for this model and later ones. */
    boolean admits(int copyModelIndex, int copyRank, ProviderKey copyKey) {
        if (copyModelIndex > modelIndex) {
            return false;
        }
        if (copyKey.tier() == key.tier()) {
            return copyRank <= rank;
        }
        boolean earlierTier = copyKey.tier().compareTo(key.tier()) < 0;
        return earlierTier || isOwnKeyOfItsProvider(copyKey);
    }

    /** Returns whether the key is one of those whose failure is the request's failure. */
    boolean isOwnKeyOfItsProvider(ProviderKey other) {
        return other.tier() != Tier.SHARED && other.provider().equals(key.provider());
    }

    private static boolean isLastOfItsProvider(List<Endpoint> endpoints, int rank) {
        String provider = endpoints.get(rank).provider().name();
        for (int later = rank + 1; later < endpoints.size(); later++) {
            if (endpoints.get(later).provider().name().equals(provider)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ProviderKey firstReturning(Iterator<ProviderKey> keys, Caller caller, Model model) {
        while (keys.hasNext()) {
            ProviderKey key = keys.next();
            if (OwnKeyGate.isMeantFor(key, caller, model)) {
                return key;
            }
        }
        return null;
    }
}
