package dev.byok.health;

import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.secret.SecretReference;
import org.jspecify.annotations.Nullable;

/**
 * Names one credential over all versions of the policy: one whose secret is kept elsewhere is another credential, which
 * inherits nothing.
 *
 * @param workspace whose it is; empty for the operator's own
 * @param secret where it is kept; null for a key without one
 */
public record CredentialId(
        String workspace,
        String provider,
        String name,
        @Nullable SecretReference secret) {

    /** The scope of what belongs to the operator and so to all workspaces. */
    public static final String OPERATOR = "";

    /** Returns a credential's id, as seen from a request of a workspace. */
    public static CredentialId of(String workspace, ProviderKey key) {
        return new CredentialId(scope(workspace, key.tier()), key.provider(), key.name(), key.secret());
    }

    /** Returns whose health a tier's attempts concern: nothing that own keys meet crosses workspaces. */
    static String scope(String workspace, Tier tier) {
        return tier == Tier.SHARED ? OPERATOR : workspace;
    }
}
