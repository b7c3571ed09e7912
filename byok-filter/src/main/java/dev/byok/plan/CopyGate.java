package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Model;
import dev.byok.policy.NameList;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy, the request and operators say against one model's copies, one per endpoint and key; health aside. */
final class CopyGate {

    final PolicySnapshot policy;
    final PlanRequest request;
    final Workspace workspace;
    final Model model;
    final int modelIndex;

    /** Those the workspace may use, by rank. */
    final List<Endpoint> endpoints;

    /** Where the plan ends, as far as known after this model; null where it goes on. */
    final @Nullable PlanEnd end;

    private final SharedCapacityGate sharedCapacity;

    /**
     * Looks at one model.
     *
     * @param earlierEnd where an earlier model ended the plan; null where it goes on
     */
    CopyGate(PolicySnapshot policy, PlanRequest request, int modelIndex, @Nullable PlanEnd earlierEnd) {
        this.policy = policy;
        this.request = request;
        this.workspace = policy.workspaceOf(request.caller());
        this.model = request.models().get(modelIndex);
        this.modelIndex = modelIndex;
        this.sharedCapacity = new SharedCapacityGate(workspace, request);
        this.endpoints = granted(workspace, model);
        this.end = earlierEnd != null
                ? earlierEnd
                : PlanEnd.find(workspace, request.caller(), model, modelIndex, endpoints);
    }

    private static List<Endpoint> granted(Workspace workspace, Model model) {
        for (Endpoint endpoint : model.endpoints()) {
            if (!workspace.mayUse(endpoint.provider().name())) {
                return model.endpoints().stream()
                        .filter(each -> workspace.mayUse(each.provider().name()))
                        .toList();
            }
        }
        return model.endpoints();
    }

    /**
     * Returns what keeps an endpoint out as a whole, or null: the first of the caller's lists, its profile's, the route's;
     * then whoever forbids training; then what the request itself says of endpoints.
     * Its keys still say where the plan ends: narrowing opens nothing.
     */
    @Nullable
    Closure againstEndpoint(Endpoint endpoint) {
        Caller caller = request.caller();
        Closure closure = against(caller.guardrails(), endpoint);
        if (closure == null) {
            closure = against(caller.profile().guardrails(), endpoint);
        }
        if (closure == null) {
            closure = against(request.narrowing().guardrails(), endpoint);
        }
        if (closure == null) {
            closure = DataGate.againstProvider(request, endpoint.provider());
        }
        return closure == null ? request.narrowing().limits().against(endpoint) : closure;
    }

    /** Lists of models are named before lists of providers, and those before what is demanded of endpoints. */
    private @Nullable Closure against(Guardrails guardrails, Endpoint endpoint) {
        NameList models = guardrails.againstModel(model.slug());
        if (models != null) {
            return new Closure(ExclusionReason.ALLOWED_MODELS, models.location());
        }
        NameList providers = guardrails.againstProvider(endpoint.provider().name());
        return providers != null
                ? new Closure(ExclusionReason.ALLOWED_PROVIDERS, providers.location())
                : againstBounds(guardrails, endpoint);
    }

    private static @Nullable Closure againstBounds(Guardrails guardrails, Endpoint endpoint) {
        for (int i = 0; i < guardrails.bounds().size(); i++) {
            EndpointBound bound = guardrails.bounds().get(i);
            if (!bound.isMetBy(endpoint)) {
                return new Closure(ExclusionReason.CAPABILITY, bound.location());
            }
            if (!bound.affords(endpoint)) {
                return new Closure(ExclusionReason.MAX_PRICE, bound.location());
            }
        }
        return null;
    }

    /** Returns what closes an endpoint's shared capacity, or null. */
    @Nullable
    Closure againstShared(Endpoint endpoint) {
        return sharedCapacity.closure(endpoint.provider().name(), model);
    }

    /** Returns the filter that keeps a key from this request, or null; shared ones have none. */
    @Nullable
    ExclusionReason filter(ProviderKey key) {
        return key.tier() == Tier.SHARED ? null : OwnKeyGate.reasonAgainst(key, request.caller(), model);
    }

    /** What a provider says is left of a key's limits steers ahead of its refusal. */
    boolean carries(ProviderKey key, Endpoint endpoint) {
        return request.health().carries(workspace.name(), key, endpoint, request.demand(), request.now());
    }

    /** Returns what keeps a key that is meant for this request from being used, or null. */
    @Nullable
    Closure againstUse(int rank, ProviderKey key) {
        Closure demanded = DataGate.againstKey(request, endpoints.get(rank).provider(), key);
        if (demanded != null) {
            return demanded;
        }
        if (!key.usable(request.now()) || request.health().isRevoked(workspace.name(), key)) {
            return new Closure(ExclusionReason.DISABLED, key.location());
        }
        if (end != null && !end.admits(modelIndex, rank, key)) {
            return new Closure(ExclusionReason.STRICT, end.key().location());
        }
        return null;
    }

    Attempt attempt(Endpoint endpoint, ProviderKey key) {
        return new Attempt(model, modelIndex, endpoint, key, end != null && end.isOwnKeyOfItsProvider(key));
    }

    boolean isReady(Attempt attempt) {
        return request.health()
                .standing(workspace.name(), attempt.key(), attempt.endpoint(), request.now())
                .ready();
    }
}
