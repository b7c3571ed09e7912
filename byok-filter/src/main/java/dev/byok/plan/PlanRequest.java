package dev.byok.plan;

import dev.byok.health.HealthView;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import java.time.Instant;
import java.util.List;

/**
 * What a plan depends on beside the policy.
 *
 * @param models in the request's order, without repetition; never empty
 * @param narrowing what the route and the request itself forbid
 * @param health what is known of keys and endpoints
 * @param tokens what the request is estimated to need of a key's limits
 */
public record PlanRequest(
        Caller caller, List<Model> models, Narrowing narrowing, Instant now, HealthView health, int tokens) {

    public PlanRequest {
        models = List.copyOf(models);
    }

    /** Returns a request whose plan is the policy's alone, whatever the health. */
    public static PlanRequest regardlessOfHealth(Caller caller, List<Model> models, Narrowing narrowing, Instant now) {
        return new PlanRequest(caller, models, narrowing, now, HealthView.UNKNOWN, 0);
    }
}
