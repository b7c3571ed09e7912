package dev.byok.health;

import dev.byok.health.InMemoryHealth.ModelOfCredential;
import dev.byok.health.InMemoryHealth.ScopedEndpoint;
import dev.byok.health.InMemoryHealth.ScopedProvider;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whom one policy speaks of: its credentials, and the models that their providers serve. */
final class PolicySubjects {

    private final Set<CredentialId> credentials = new HashSet<>();
    private final Set<ScopedProvider> providers = new HashSet<>();
    private final Set<ServedModel> models = new HashSet<>();

    private record ServedModel(String provider, String upstreamModel) {}

    PolicySubjects(PolicySnapshot policy) {
        policy.workspaces().values().forEach(workspace -> add(workspace.name(), workspace.keys()));
        add(CredentialId.OPERATOR, policy.sharedKeys());
        policy.models().values().forEach(model -> model.endpoints()
                .forEach(endpoint ->
                        models.add(new ServedModel(endpoint.provider().name(), endpoint.upstreamModel()))));
    }

    private void add(String scope, Map<String, List<ProviderKey>> keys) {
        keys.forEach((provider, all) -> all.forEach(key -> {
            credentials.add(CredentialId.of(scope, key));
            providers.add(new ScopedProvider(scope, provider));
        }));
    }

    boolean include(CredentialId credential) {
        return credentials.contains(credential);
    }

    boolean include(ModelOfCredential model) {
        return include(model.credential())
                && models.contains(new ServedModel(model.credential().provider(), model.upstreamModel()));
    }

    boolean include(ScopedProvider provider) {
        return providers.contains(provider);
    }

    boolean include(ScopedEndpoint endpoint) {
        return include(new ScopedProvider(endpoint.scope(), endpoint.provider()))
                && models.contains(new ServedModel(endpoint.provider(), endpoint.upstreamModel()));
    }
}
