package dev.byok.sticky;

import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;

/**
 * What served a conversation, by names that outlive a version of the policy.
 *
 * @param provider the provider's name
 * @param upstreamModel the model's name in the provider's own words
 * @param key the credential's name
 * @param tier the credential's tier
 */
public record Pin(String provider, String upstreamModel, String key, Tier tier) {

    public static Pin of(Endpoint endpoint, ProviderKey key) {
        return new Pin(endpoint.provider().name(), endpoint.upstreamModel(), key.name(), key.tier());
    }

    /** Returns whether this is the endpoint. */
    public boolean isAt(Endpoint endpoint) {
        return upstreamModel.equals(endpoint.upstreamModel())
                && provider.equals(endpoint.provider().name());
    }

    /** Returns whether this is the credential. */
    public boolean isOf(ProviderKey other) {
        return key.equals(other.name()) && tier == other.tier() && provider.equals(other.provider());
    }
}
