package dev.byok.command.keys;

import dev.byok.command.support.UnusableException;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.document.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider key of a policy and what it is used for.
 *
 * @param workspace null for the operator's own
 * @param models those that somebody is served by it, in the provider's words; where nobody can call yet, all it covers
 */
record KeyInUse(@Nullable String workspace, ProviderKey key, Provider provider, List<String> models) {

    KeyInUse {
        models = List.copyOf(models);
    }

    /**
     * Returns all keys of a policy, or those of these names.
     *
     * @throws UnusableException if there is none of a name
     */
    static List<KeyInUse> of(PolicySnapshot policy, List<String> names) {
        List<KeyInUse> all = new ArrayList<>();
        policy.workspaces().values().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(workspace -> workspace
                        .keys()
                        .values()
                        .forEach(keys -> keys.forEach(key -> all.add(of(policy, workspace.name(), key)))));
        policy.sharedKeys().values().forEach(keys -> keys.forEach(key -> all.add(of(policy, null, key))));
        List<String> known = all.stream().map(key -> key.key().name()).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UnusableException("unknown key " + name + Suggestion.of(name, known));
            }
        }
        return all.stream()
                .filter(key -> names.isEmpty() || names.contains(key.key().name()))
                .toList();
    }

    private static KeyInUse of(PolicySnapshot policy, @Nullable String workspace, ProviderKey key) {
        Provider provider = policy.providers().get(key.provider());
        if (provider == null) {
            throw new IllegalStateException("no provider " + key.provider());
        }
        List<Caller> callers = policy.callers()
                .filter(caller -> workspace == null
                        ? policy.workspaceOf(caller).sharedCapacity()
                        : workspace.equals(caller.workspace()) && key.filters().speaksFor(caller))
                .distinct()
                .toList();
        List<String> models = policy.models().values().stream()
                .filter(model -> key.filters().coversModel(model.slug()))
                .flatMap(model -> model.endpoints().stream()
                        .filter(endpoint -> endpoint.provider().name().equals(key.provider()))
                        .filter(endpoint -> callers.isEmpty()
                                || callers.stream().anyMatch(caller -> mayUse(caller, model, endpoint))))
                .map(Endpoint::upstreamModel)
                .distinct()
                .toList();
        return new KeyInUse(workspace, key, provider, models);
    }

    /** Returns whether all guardrails admit it, by the caller's own profile or one that its requests may name. */
    private static boolean mayUse(Caller caller, Model model, Endpoint endpoint) {
        return admit(caller.guardrails(), model, endpoint)
                && Stream.concat(Stream.of(caller.profile()), caller.profiles().stream())
                        .anyMatch(profile -> admit(profile.guardrails(), model, endpoint));
    }

    private static boolean admit(Guardrails guardrails, Model model, Endpoint endpoint) {
        return guardrails.againstModel(model.slug()) == null
                && guardrails.againstProvider(endpoint.provider().name()) == null
                && guardrails.bounds().stream().allMatch(bound -> bound.isMetBy(endpoint) && bound.affords(endpoint));
    }

    /** Returns whom it belongs to, as people are told. */
    String owner() {
        return workspace == null ? "(shared)" : workspace;
    }
}
