package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one model contributes to a plan: its copies, one per endpoint and key, each as an attempt or an exclusion. */
final class ModelPlan {

    private static final List<Tier> TIERS = List.of(Tier.values());

    private final PolicySnapshot policy;
    private final PlanRequest request;
    private final Workspace workspace;
    private final SharedCapacityGate sharedCapacity;
    private final Model model;
    private final int modelIndex;
    private final PlanBuilder plan;

    /** Adds to a plan. */
    ModelPlan(PolicySnapshot policy, PlanRequest request, int modelIndex, PlanBuilder plan) {
        this.policy = policy;
        this.request = request;
        this.workspace = policy.workspaceOf(request.caller());
        this.sharedCapacity = new SharedCapacityGate(workspace, request);
        this.model = request.models().get(modelIndex);
        this.modelIndex = modelIndex;
        this.plan = plan;
    }

    /**
     * Adds the copies of this model.
     *
     * @param earlierEnd where an earlier model ended the plan; null where it goes on
     * @return where the plan ends, as far as known after this model; null where it goes on
     */
    @Nullable
    PlanEnd build(@Nullable PlanEnd earlierEnd) {
        List<Endpoint> endpoints = grantedEndpoints();
        PlanEnd end = earlierEnd != null
                ? earlierEnd
                : PlanEnd.find(workspace, request.caller(), model, modelIndex, endpoints);
        for (Tier tier : TIERS) {
            for (int rank = 0; rank < endpoints.size(); rank++) {
                addCopies(tier, rank, endpoints.get(rank), end);
            }
        }
        return end;
    }

    private List<Endpoint> grantedEndpoints() {
        List<Endpoint> granted = new ArrayList<>(model.endpoints().size());
        for (Endpoint endpoint : model.endpoints()) {
            String provider = endpoint.provider().name();
            if (workspace.mayUse(provider)) {
                granted.add(endpoint);
                excludeIfClosed(provider);
            } else {
                plan.exclude(new Exclusion(
                        model.slug(), provider, null, null, ExclusionReason.ALLOWED_PROVIDERS, workspace.grant()));
            }
        }
        return granted;
    }

    private void excludeIfClosed(String provider) {
        Closure closure = request.narrowing().closure(model.slug(), provider);
        if (closure != null) {
            plan.exclude(new Exclusion(model.slug(), provider, null, null, closure.reason(), closure.location()));
        }
    }

    private void addCopies(Tier tier, int rank, Endpoint endpoint, @Nullable PlanEnd end) {
        if (request.narrowing().closure(model.slug(), endpoint.provider().name()) != null) {
            return; // said above; its keys still say where the plan ends: narrowing opens nothing
        }
        if (tier == Tier.SHARED) {
            addSharedCopies(rank, endpoint, end);
        } else {
            addOwnCopies(tier, rank, endpoint, end);
        }
    }

    private void addOwnCopies(Tier tier, int rank, Endpoint endpoint, @Nullable PlanEnd end) {
        List<ProviderKey> used = List.of();
        for (ProviderKey key : workspace.keysFor(endpoint.provider().name())) {
            if (key.tier() != tier) {
                continue;
            }
            ExclusionReason reason = OwnKeyGate.reasonAgainst(key, request.caller(), model);
            if (reason != null) {
                exclude(key, reason, key.location());
            } else if (carries(key, endpoint)) {
                addIfUsable(rank, endpoint, key, end);
            } else {
                used = with(used, key);
            }
        }
        used.forEach(key -> addIfUsable(rank, endpoint, key, end));
    }

    /** What a provider says is left of a key's limits steers ahead of its refusal. */
    private boolean carries(ProviderKey key, Endpoint endpoint) {
        return request.health().carries(workspace.name(), key, endpoint, request.demand(), request.now());
    }

    private static List<ProviderKey> with(List<ProviderKey> keys, ProviderKey key) {
        List<ProviderKey> more = new ArrayList<>(keys);
        more.add(key);
        return more;
    }

    private void addSharedCopies(int rank, Endpoint endpoint, @Nullable PlanEnd end) {
        List<ProviderKey> keys = policy.sharedKeysFor(endpoint.provider().name());
        if (keys.isEmpty()) {
            return;
        }
        Closure closure = sharedCapacity.closure(endpoint.provider().name(), model);
        List<ProviderKey> used = List.of();
        for (ProviderKey key : keys) {
            if (closure != null) {
                exclude(key, closure.reason(), closure.location());
            } else if (carries(key, endpoint)) {
                addIfUsable(rank, endpoint, key, end);
            } else {
                used = with(used, key);
            }
        }
        used.forEach(key -> addIfUsable(rank, endpoint, key, end));
    }

    private void addIfUsable(int rank, Endpoint endpoint, ProviderKey key, @Nullable PlanEnd end) {
        if (!key.usable(request.now()) || request.health().isRevoked(workspace.name(), key)) {
            exclude(key, ExclusionReason.DISABLED, key.location());
        } else if (end != null && !end.admits(modelIndex, rank, key)) {
            exclude(key, ExclusionReason.STRICT, end.key().location());
        } else {
            boolean returnsFailure = end != null && end.isOwnKeyOfItsProvider(key);
            addIfHealthy(new Attempt(model, modelIndex, endpoint, key, returnsFailure));
        }
    }

    private void addIfHealthy(Attempt attempt) {
        ProviderKey key = attempt.key();
        if (request.health()
                .standing(workspace.name(), key, attempt.endpoint(), request.now())
                .ready()) {
            plan.add(attempt);
        } else {
            plan.addCooling(attempt);
            exclude(key, ExclusionReason.COOLDOWN, key.location());
        }
    }

    private void exclude(ProviderKey key, ExclusionReason reason, SourceLocation location) {
        plan.exclude(new Exclusion(model.slug(), key.provider(), key.name(), key.tier(), reason, location));
    }
}
