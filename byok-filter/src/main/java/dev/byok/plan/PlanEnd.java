package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.ProviderKeys;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.Iterator;
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
     * Returns where some models end the plan, or null where no such key applies. Prioritized keys are heard first; of
     * several providers the one that is completed first decides.
     *
     * @param ranked only those the workspace may use
     */
    static @Nullable PlanEnd find(Workspace workspace, Caller caller, Ranked ranked) {
        PlanEnd fallbackEnd = null;
        for (int rank = 0; rank < ranked.size(); rank++) {
            ProviderKeys keys = workspace.ownKeys(ranked.provider(rank));
            if (!keys.mayReturn() || !isLastOfItsProvider(ranked, rank)) {
                continue;
            }
            // Prioritized keys come before fallback ones.
            ProviderKey key = firstReturning(keys.returning(caller), caller, ranked.model(rank));
            if (key != null && key.tier() == Tier.PRIORITIZED) {
                return new PlanEnd(ranked.modelIndex(rank), rank, key);
            }
            if (key != null && fallbackEnd == null) {
                fallbackEnd = new PlanEnd(ranked.modelIndex(rank), rank, key);
            }
        }
        return fallbackEnd;
    }

    /**
     * Returns whether a copy of the same models belongs to the plan. Shared capacity that comes between own keys, where these
     * are not first, belongs to it where it is another provider's.
     */
    boolean admits(int copyModelIndex, int copyRank, ProviderKey copyKey, Sections sections) {
        if (copyKey.tier() == key.tier()) {
            return copyRank <= rank;
        }
        if (copyKey.tier() == Tier.SHARED && key.tier() == Tier.PRIORITIZED) {
            return !sections.ownKeysFirst()
                    && copyRank < rank
                    && !copyKey.provider().equals(key.provider());
        }
        boolean earlierTier = copyKey.tier().compareTo(key.tier()) < 0;
        return earlierTier || isItsOwnKey(copyModelIndex, copyKey);
    }

    /** Returns whether the key of a copy is one of those whose failure is the request's failure. */
    boolean isItsOwnKey(int copyModelIndex, ProviderKey other) {
        return copyModelIndex == modelIndex
                && other.tier() != Tier.SHARED
                && other.provider().equals(key.provider());
    }

    private static boolean isLastOfItsProvider(Ranked ranked, int rank) {
        for (int later = rank + 1; later < ranked.size(); later++) {
            if (ranked.modelIndex(later) == ranked.modelIndex(rank)
                    && ranked.provider(later).equals(ranked.provider(rank))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the prioritized key whose failure is a request's for a model; null where no such key applies. */
    static @Nullable ProviderKey prioritizedReturning(
            Workspace workspace, Caller caller, Model model, String provider) {
        ProviderKey key = firstReturning(workspace.ownKeys(provider).returning(caller), caller, model);
        return key == null || key.tier() != Tier.PRIORITIZED ? null : key;
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
