package dev.byok.plan;

import dev.byok.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides who is tried for a request, in what order, and why everything else is not. Depends on its arguments alone, health and clock among
 * them;
 * may be called by any thread.
 */
public final class Planner {

    /**
     * Returns the plan of one request, which may be without any attempt.
     *
     * <p>Attempts come model by model in the request's order; within a model by tier, so that own keys of all providers
     * come before any shared capacity; within a tier by endpoint, ranked by {@link Ranking}; within an endpoint by the key's
     * turn, those whose limits do not carry the request last. A profile may let shared capacity in between own keys, and a
     * request have the models that it names merged; those that its profile falls back to follow. An {@code on-failure: return}
     * that applies ends the plan, see {@link PlanEnd}.
     *
     * <p>Each pair of endpoint and credential is either an attempt or one exclusion; an endpoint that the
     * grants or the request's narrowing keep out is one exclusion as a whole. Narrowing only takes attempts away: what a
     * plan without it would not try, no plan tries. Exclusions are in the same order as attempts, with those of whole endpoints at
     * the head of their model.
     *
     * <p>As many attempts as the caller's profile lets a request make are decided now; what is behind them when somebody
     * asks for it, with what health says then.
     *
     * @throws IllegalStateException if the caller's workspace is not part of the policy
     */
    public Plan plan(PolicySnapshot policy, PlanRequest request) {
        int count = request.models().size();
        int merged = Ranking.mergesModels(request) ? request.extent().ownModels() : 1;
        List<CopyGate> gates = new ArrayList<>(count);
        List<ModelWalk> walks = new ArrayList<>(count);
        int ahead = request.caller().profile().maxAttempts();
        PlanEnd end = null;
        int following;
        for (int modelIndex = 0; modelIndex < count; modelIndex = following) {
            following = modelIndex == 0 ? merged : modelIndex + 1;
            CopyGate gate = new CopyGate(policy, request, modelIndex, following, end);
            ModelWalk walk = new ModelWalk(gate);
            end = gate.end;
            ahead -= walk.reach(ahead);
            gates.add(gate);
            walks.add(walk);
        }
        return new Plan(walks, () -> exclusions(gates, walks));
    }

    private static List<Exclusion> exclusions(List<CopyGate> gates, List<ModelWalk> walks) {
        List<Exclusion> exclusions = new ArrayList<>();
        for (int i = 0; i < walks.size(); i++) {
            ModelExclusions.add(gates.get(i), walks.get(i), exclusions);
        }
        return List.copyOf(exclusions);
    }
}
