package dev.byok.actuate;

import dev.byok.actuate.ByokReport.Left;
import dev.byok.actuate.ByokReport.State;
import dev.byok.actuate.ByokReport.States;
import dev.byok.health.CredentialId;
import dev.byok.health.HealthReport;
import dev.byok.health.HealthReport.Subject;
import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Workspace;
import dev.byok.quota.Remaining;
import dev.byok.revocation.Revocation;
import dev.byok.revocation.Revocations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says of each key and endpoint of a policy how it is: what health knows of others is left out. */
final class StatesReader {

    private final PolicySnapshot policy;
    private final HealthReport health;
    private final Revocations revocations;
    private final Instant now;

    StatesReader(PolicySnapshot policy, HealthReport health, Revocations revocations, Instant now) {
        this.policy = policy;
        this.health = health;
        this.revocations = revocations;
        this.now = now;
    }

    Map<String, States> workspaces() {
        Map<String, States> states = new TreeMap<>();
        policy.workspaces().forEach((name, workspace) -> states.put(name, ofWorkspace(workspace)));
        return states;
    }

    States operator() {
        return states(CredentialId.OPERATOR, policy.sharedKeys());
    }

    private States ofWorkspace(Workspace workspace) {
        Map<String, List<ProviderKey>> granted = new TreeMap<>(workspace.keys());
        granted.keySet().removeIf(provider -> !workspace.mayUse(provider));
        return states(workspace.name(), granted);
    }

    /** Endpoints are those that the keys can be used at. */
    private States states(String scope, Map<String, List<ProviderKey>> keys) {
        Map<String, Map<String, State>> keyStates = new TreeMap<>();
        keys.forEach((provider, all) -> all.forEach(key ->
                keyStates.computeIfAbsent(provider, any -> new TreeMap<>()).put(key.name(), of(scope, key))));
        Map<String, Map<String, State>> endpoints = new TreeMap<>();
        policy.models().values().stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(endpoint -> keyStates.containsKey(endpoint.provider().name()))
                .forEach(endpoint -> endpoints
                        .computeIfAbsent(endpoint.provider().name(), any -> new TreeMap<>())
                        .put(endpoint.upstreamModel(), of(scope, endpoint)));
        return new States(keyStates, endpoints);
    }

    private State of(String scope, ProviderKey key) {
        if (revocations.coverKey(scope, key)) {
            return State.of("revoked");
        }
        if (!key.usable(now)) {
            return State.of("disabled");
        }
        CredentialId id = CredentialId.of(scope, key);
        Map<String, State> models = new TreeMap<>();
        policy.models().values().stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(endpoint -> endpoint.provider().name().equals(key.provider()))
                .map(Endpoint::upstreamModel)
                .forEach(model -> {
                    HealthReport.State held = health.states().get(Subject.of(id, model));
                    Map<String, Left> remaining = remaining(Subject.of(id, model));
                    if (held != null || remaining != null) {
                        models.put(model, state(held, null, remaining));
                    }
                });
        return state(health.states().get(Subject.of(id)), models.isEmpty() ? null : models, null);
    }

    private @Nullable Map<String, Left> remaining(Subject subject) {
        List<Remaining> limits = health.left().get(subject);
        if (limits == null) {
            return null;
        }
        Map<String, Left> remaining = new TreeMap<>();
        limits.forEach(limit -> remaining.put(limit.limit(), new Left(limit.amount(), limit.until())));
        return remaining;
    }

    private State of(String scope, Endpoint endpoint) {
        if (revocations
                .inForce()
                .contains(Revocation.ofProvider(endpoint.provider().name()))) {
            return State.of("revoked");
        }
        return state(health.states().get(Subject.of(scope, endpoint)), null, null);
    }

    private static State state(
            HealthReport.@Nullable State held,
            @Nullable Map<String, State> models,
            @Nullable Map<String, Left> remaining) {
        return held == null
                ? new State("ready", null, null, null, null, models, remaining)
                : new State(
                        held.until() == null ? "ready" : "cooling",
                        held.why().text(),
                        held.until(),
                        held.strikes(),
                        held.probing(),
                        models,
                        remaining);
    }
}
