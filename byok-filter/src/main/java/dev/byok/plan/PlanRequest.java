package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import java.time.Instant;
import java.util.List;

/**
 * What a plan depends on beside the policy.
 *
 * @param models in the request's order, without repetition; never empty
 * @param strictOwnKeys the request itself asks for own keys only
 */
public record PlanRequest(Caller caller, List<Model> models, boolean strictOwnKeys, Instant now) {

    public PlanRequest {
        models = List.copyOf(models);
    }
}
