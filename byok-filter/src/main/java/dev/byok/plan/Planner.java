package dev.byok.plan;

import dev.byok.policy.PolicySnapshot;

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
     * position, those whose limits do not carry the request last. An {@code on-failure: return} that applies ends the plan,
     * see {@link PlanEnd}.
     *
     * <p>Each pair of endpoint and credential is either an attempt or one exclusion; an endpoint that the
     * grants or the request's narrowing keep out is one exclusion as a whole. Narrowing only takes attempts away: what a
     * plan without it would not try, no plan tries. Exclusions are in the same order as attempts, with those of whole endpoints at
     * the head of their model.
     *
     * @throws IllegalStateException if the caller's workspace is not part of the policy
     */
    public Plan plan(PolicySnapshot policy, PlanRequest request) {
        PlanBuilder plan = new PlanBuilder();
        PlanEnd end = null;
        for (int modelIndex = 0; modelIndex < request.models().size(); modelIndex++) {
            end = new ModelPlan(policy, request, modelIndex, plan).build(end);
        }
        return plan.build();
    }
}
