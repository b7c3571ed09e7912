package dev.byok.plan;

import dev.byok.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides who is tried for a request, in what order, and why everything else is not. A pure function of its arguments;
 * may be called by any thread.
 */
public final class Planner {

    /**
     * Returns the plan of one request, which may be without any attempt.
     *
     * <p>Attempts come model by model in the request's order; within a model by tier, so that own keys of all providers
     * come before any shared capacity; within a tier by endpoint in the catalog's order; within an endpoint by the key's
     * position. An {@code on-failure: return} that applies ends the plan, see {@link PlanEnd}.
     *
     * <p>Each pair of endpoint and credential is either an attempt or one exclusion; an endpoint whose provider is not
     * granted is one exclusion as a whole. Exclusions are in the same order as attempts, with those of whole endpoints at
     * the head of their model.
     *
     * @throws IllegalStateException if the caller's workspace is not part of the policy
     */
    public Plan plan(PolicySnapshot policy, PlanRequest request) {
        List<Attempt> attempts = new ArrayList<>();
        List<Exclusion> exclusions = new ArrayList<>();
        PlanEnd end = null;
        for (int modelIndex = 0; modelIndex < request.models().size(); modelIndex++) {
            end = new ModelPlan(policy, request, modelIndex, attempts, exclusions).build(end);
        }
        return new Plan(attempts, exclusions);
    }
}
