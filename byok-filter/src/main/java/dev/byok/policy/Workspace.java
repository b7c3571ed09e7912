package dev.byok.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One team or customer.
 *
 * @param showKeyNames whether its callers may see names of credentials
 * @param providers globs over the providers that the manifest grants it
 * @param sharedCapacity whether the manifest opens shared capacity for it
 * @param keys its own keys by provider name; prioritized ones first, then fallback ones, each by position
 * @param environments by name
 * @param granted what else the manifest grants it
 * @param grant where the manifest speaks of it
 * @param indexed the same keys as a request finds them
 */
public record Workspace(
        String name,
        boolean showKeyNames,
        List<Glob> providers,
        boolean sharedCapacity,
        Map<String, List<ProviderKey>> keys,
        Map<String, Environment> environments,
        Granted granted,
        SourceLocation grant,
        Map<String, ProviderKeys> indexed) {

    public Workspace {
        providers = List.copyOf(providers);
        keys = Map.copyOf(keys);
        environments = Map.copyOf(environments);
        indexed = Map.copyOf(indexed);
    }

    public Workspace(
            String name,
            boolean showKeyNames,
            List<Glob> providers,
            boolean sharedCapacity,
            Map<String, List<ProviderKey>> keys,
            Map<String, Environment> environments,
            Granted granted,
            SourceLocation grant) {
        this(name, showKeyNames, providers, sharedCapacity, keys, environments, granted, grant, indexed(keys));
    }

    /** One as requests see it. */
    public Workspace(
            String name,
            boolean showKeyNames,
            List<Glob> providers,
            boolean sharedCapacity,
            Map<String, List<ProviderKey>> keys,
            SourceLocation grant) {
        this(name, showKeyNames, providers, sharedCapacity, keys, Map.of(), Granted.NOTHING, grant);
    }

    private static Map<String, ProviderKeys> indexed(Map<String, List<ProviderKey>> keys) {
        Map<String, ProviderKeys> indexed = new HashMap<>();
        keys.forEach((provider, all) -> indexed.put(provider, new ProviderKeys(all)));
        return indexed;
    }

    /** Returns its earlier version, or this with the keys of that, where they are the same: they need not be held twice. */
    public Workspace sharing(Workspace earlier) {
        if (equals(earlier)) {
            return earlier;
        }
        return keys.equals(earlier.keys)
                ? new Workspace(
                        name,
                        showKeyNames,
                        providers,
                        sharedCapacity,
                        earlier.keys,
                        environments,
                        granted,
                        grant,
                        earlier.indexed)
                : this;
    }

    /** Returns the workspace's own keys for a provider, of both sections, in order. */
    public List<ProviderKey> keysFor(String provider) {
        return keys.getOrDefault(provider, List.of());
    }

    /** Returns the same keys, to be found by caller. */
    public ProviderKeys ownKeys(String provider) {
        return indexed.getOrDefault(provider, ProviderKeys.NONE);
    }

    /** Returns whether the manifest lets this workspace use a provider. */
    public boolean mayUse(String provider) {
        return Glob.anyMatches(providers, provider);
    }
}
