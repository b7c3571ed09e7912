package dev.byok.policy;

import java.util.List;
import java.util.Map;

/**
 * One team or customer.
 *
 * @param showKeyNames whether its callers may see names of credentials
 * @param providers globs over the providers that the manifest grants it
 * @param sharedCapacity whether the manifest opens shared capacity for it
 * @param keys its own keys by provider name; prioritized ones first, then fallback ones, each by position
 * @param grant where the manifest speaks of it
 */
public record Workspace(
        String name,
        boolean showKeyNames,
        List<Glob> providers,
        boolean sharedCapacity,
        Map<String, List<ProviderKey>> keys,
        SourceLocation grant) {

    public Workspace {
        providers = List.copyOf(providers);
        keys = Map.copyOf(keys);
    }

    /** Returns the workspace's own keys for a provider, of both sections, in order. */
    public List<ProviderKey> keysFor(String provider) {
        return keys.getOrDefault(provider, List.of());
    }

    /** Returns whether the manifest lets this workspace use a provider. */
    public boolean mayUse(String provider) {
        return Glob.anyMatches(providers, provider);
    }
}
