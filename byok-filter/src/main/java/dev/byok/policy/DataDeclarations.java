package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * What the contract of a key's account says in place of its provider's data policy. Changes nothing but what this key may
 * serve.
 *
 * @param zdr null where the provider's policy holds
 * @param region null where the provider's holds
 */
public record DataDeclarations(
        @Nullable Boolean zdr, @Nullable String region) {

    public static final DataDeclarations NONE = new DataDeclarations(null, null);

    /** Returns whether a provider retains nothing of what it is sent with this key. */
    public boolean zdrAt(Provider provider) {
        return zdr == null ? provider.dataPolicy().zdr() : zdr;
    }

    /** Returns where a provider processes what it is sent with this key; null where nobody says so. */
    public @Nullable String regionAt(Provider provider) {
        return region == null ? provider.dataPolicy().region() : region;
    }
}
