package dev.byok.plan;

import dev.byok.policy.Tier;

/**
 * In which order the sections of keys are walked, one per tier and endpoint. Own keys of all endpoints come first, then shared
 * capacity, then fallback keys; or else each endpoint's own keys and its shared capacity together, and fallback keys behind
 * all of them.
 *
 * @param endpoints how many there are
 * @param ownKeysFirst whether own keys come before any shared capacity
 */
record Sections(int endpoints, boolean ownKeysFirst) {

    private static final Tier[] TIERS = Tier.values();

    int count() {
        return TIERS.length * endpoints;
    }

    Tier tier(int section) {
        if (ownKeysFirst) {
            return TIERS[section / endpoints];
        }
        if (section >= 2 * endpoints) {
            return Tier.FALLBACK;
        }
        return section % 2 == 0 ? Tier.PRIORITIZED : Tier.SHARED;
    }

    int rank(int section) {
        return ownKeysFirst || section >= 2 * endpoints ? section % endpoints : section / 2;
    }
}
