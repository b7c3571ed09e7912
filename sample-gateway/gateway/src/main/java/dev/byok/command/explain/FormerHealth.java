package dev.byok.command.explain;

import dev.byok.command.support.UnusableException;
import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.InMemoryHealth;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Suggestion;
import dev.byok.quota.Demand;
import java.util.List;
import java.util.stream.Stream;

/** The health that a gateway would know after what a question says was met before it. */
final class FormerHealth {

    private final Health health = InMemoryHealth.withoutJitter();
    private final PolicySnapshot policy;
    private final Workspace workspace;
    private final List<Model> models;
    private final Question question;

    private FormerHealth(PolicySnapshot policy, Workspace workspace, List<Model> models, Question question) {
        this.policy = policy;
        this.workspace = workspace;
        this.models = models;
        this.question = question;
    }

    /**
     * Returns it.
     *
     * @throws UnusableException if the question names a key or provider that is not there
     */
    static Health of(PolicySnapshot policy, Caller caller, List<Model> models, Question question) {
        FormerHealth former = new FormerHealth(policy, policy.workspaceOf(caller), models, question);
        question.keys().forEach(former::remember);
        question.providers().forEach((name, met) -> former.breakDown(name, Outcome.of(met, SubClass.NONE, 0)));
        return former.health;
    }

    private void remember(String name, Outcome met) {
        List<ProviderKey> keys = Stream.concat(
                        workspace.keys().values().stream(), policy.sharedKeys().values().stream())
                .flatMap(List::stream)
                .filter(key -> key.name().equals(name))
                .toList();
        if (keys.isEmpty()) {
            throw new UnusableException("unknown key " + name + " of " + workspace.name() + " or shared capacity");
        }
        for (ProviderKey key : keys) {
            endpoints(key.provider()).forEach(endpoint -> {
                if (admit(key, endpoint) instanceof Admission.Granted granted) {
                    granted.permit().failed(met, false, question.at());
                }
            });
        }
    }

    /** In the name of a key that there is not, so that what keys have met is not in the way. */
    private void breakDown(String provider, Outcome met) {
        if (!policy.providers().containsKey(provider)) {
            throw new UnusableException("unknown provider " + provider
                    + Suggestion.of(provider, policy.providers().keySet()));
        }
        for (Tier tier : List.of(Tier.PRIORITIZED, Tier.SHARED)) {
            ProviderKey nobodys = nobodys(provider, tier);
            endpoints(provider).forEach(endpoint -> {
                while (admit(nobodys, endpoint) instanceof Admission.Granted granted) {
                    granted.permit().failed(met, true, question.at());
                }
            });
        }
    }

    private Admission admit(ProviderKey key, Endpoint endpoint) {
        return health.admit(workspace.name(), key, endpoint, Demand.NONE, question.at());
    }

    private Stream<Endpoint> endpoints(String provider) {
        return models.stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(endpoint -> endpoint.provider().name().equals(provider));
    }

    private static ProviderKey nobodys(String provider, Tier tier) {
        return new ProviderKey(
                "",
                provider,
                tier,
                0,
                null,
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                new SourceLocation("", 0));
    }
}
