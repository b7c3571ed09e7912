package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;

/**
 * One upstream call that may be made.
 *
 * @param modelIndex the model's place in the request, from 0
 * @param returnsFailure whether the failure of this provider's own keys is the request's failure ({@code on-failure: return})
 */
public record Attempt(Model model, int modelIndex, Endpoint endpoint, ProviderKey key, boolean returnsFailure) {

    public Tier tier() {
        return key.tier();
    }
}
